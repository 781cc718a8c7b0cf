"""What is missing: what would be done together, and the report."""
import re

BUNDLES = [
    ("models in TypeScript", r"QAbstract(Item|List|Table)Model|QModelIndex|QPersistentModelIndex|QItemSelection\w*|QFileSystemModel"),
    ("items of lists, tables, trees, models", r"QListWidgetItem|QTableWidgetItem|QTreeWidgetItem\w*|QStandardItem|QListWidget|QTableWidget|QTreeWidget|QStandardItemModel"),
    ("delegates, proxies, styles", r"QStyledItemDelegate|QItemDelegate|QAbstractItemDelegate|QStyleOption\w*|QStyle\w*|QProxyStyle|QCommonStyle|QSortFilterProxyModel|QAbstractProxyModel|QItemEditor\w*"),
    ("graphics scene", r"QGraphics\w+"),
    ("text documents, cursors, highlighters", r"QText(?!Edit|Browser|Stream|Codec)\w+|QSyntaxHighlighter|QTextEdit.ExtraSelection|QAbstractTextDocumentLayout"),
    ("painting", r"QPainter|QPainterPath\w*|QPen|QBrush|Q\w*Gradient|QPolygonF?|QTransform|QRegion|QPaintDevice|QPaintEngine|QStylePainter|QPicture|QQuickPaintedItem|QPainterStateGuard|QBackingStore|QRasterWindow|QStaticText"),
    ("images, icons", r"QPixmap|QImage\w*|QIcon|QBitmap|QMovie|QPixmapCache"),
    ("fonts, colours, palettes, cursors, policies", r"QFont\w*|QColor|QPalette|QCursor|QSizePolicy|QKeySequence|QEasingCurve|QMargins\w*|QVector\dD|QMatrix4x4|QQuaternion"),
    ("settings, translations, drag and drop, desktop", r"QSettings|QTranslator|QLibraryInfo|QMimeData|QMimeDatabase|QMimeType|QDrag|QDropEvent|QDrag\w*Event|QClipboard|QDesktopServices|QSystemTrayIcon|QScreen|QSharedMemory"),
    ("layouts of one's own, layout items", r"QLayoutItem|QLayout|QSpacerItem|QWidgetItem"),
    ("undo", r"QUndo\w+"),
    ("QML types", r"ListProperty|QQ\w+|QJS\w+"),
]
BUNDLES = [(name, re.compile(pattern + r"$")) for name, pattern in BUNDLES]


def bundle(kind, cls, member, family):
    if family.startswith("module "):
        return family
    if kind == "override" and member in ("paintEvent", "paint") and not cls.startswith(("QGraphics", "QStyled", "QItemDel")):
        return "painting"
    for name, pattern in BUNDLES:
        if pattern.match(cls):
            return name
    if kind == "override":
        return "other overrides (sizeHint, accept, event …)"
    if family == "non-QObject classes" or family == "value classes":
        return "other classes without QObject"
    return "methods, statics, constructors of QObject classes"


def percent(a, b):
    return f"{100 * a / b:.1f} %" if b else "–"


def markdown(r, top):
    n, out = r["examples"], []
    w = out.append
    w(f"## {r['corpus']['name']} ({r['corpus']['commit'][:10]}): {n} programs\n")
    d = r["distinct members"]
    w("| | direct | by an idiom | not reachable |\n|---|---:|---:|---:|")
    w(f"| distinct members ({d}) | {r['direct members']} ({percent(r['direct members'], d)}) | {r['idiom members']} ({percent(r['idiom members'], d)}) | {r['missing members']} ({percent(r['missing members'], d)}) |")
    t = r["uses"]
    w(f"| uses ({t}) | {percent(r['direct uses'], t)} | {percent(r['idiom uses'], t)} | {percent(r['missing uses'], t)} |")
    w(f"| programs ({n}) whose every use is | {r['examples direct']} ({percent(r['examples direct'], n)}) | {r['examples with idioms']} ({percent(r['examples with idioms'], n)}) | {r['examples not']} ({percent(r['examples not'], n)}) |\n")
    w(f"Unresolved accesses that look like Qt's: {r['unresolved accesses']} of {r['unresolved accesses'] + r['resolved accesses']} ({percent(r['unresolved accesses'], r['unresolved accesses'] + r['resolved accesses'])}). "
      f"Portable programs without any: {r['portable and fully resolved']} ({percent(r['portable and fully resolved'], n)}). Programs that lack at most 1, 2, 3, 5, 10 members: {', '.join(str(b) for _, b in r['few missing'])}.\n")
    w("| folder | programs | portable | of these with idioms | uses reachable |\n|---|---:|---:|---:|---:|")
    for m, c in r["modules"].items():
        k = sum(c.get(f"example {s}", 0) for s in ("direct", "idiom", "no"))
        u = c.get("direct", 0) + c.get("idiom", 0) + c.get("no", 0)
        w(f"| {m} | {k} | {c.get('example direct', 0) + c.get('example idiom', 0)} | {c.get('example idiom', 0)} | {percent(c.get('direct', 0) + c.get('idiom', 0), u)} |")
    w("\n| family | programs that need it | that lack nothing else |\n|---|---:|---:|")
    for f, c in sorted(r["families"].items(), key=lambda kv: (-kv[1]["need"], kv[0])):
        w(f"| {f} | {c['need']} | {c['alone']} |")
    w("\nIn the best order, programs portable after each family: " + ", ".join(f"+{f} {k}" for f, k in r["greedy"][:14]) + "\n")
    w("| done together | programs that need it | that lack nothing else | missing members |\n|---|---:|---:|---:|")
    for f, c in sorted(r["bundles"].items(), key=lambda kv: (-kv[1]["need"], kv[0])):
        w(f"| {f} | {c['need']} | {c['alone']} | {c['members']} |")
    w("\nIn the best order: " + ", ".join(f"+{f} {k}" for f, k in r["bundles in order"][:16]) + "\n")
    w(f"| missing (the first {top} of {len(r['top'])}) | programs | family |\n|---|---:|---|")
    for name, k, f in r["top"][:top]:
        w(f"| {name} | {k} | {f} |")
    return "\n".join(out) + "\n"
