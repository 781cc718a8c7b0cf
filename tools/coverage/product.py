"""The facts about Qt, and what a product has of it."""
import json, os
import surface as surface_reader

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = json.load(open(os.path.join(HERE, "qt-classes.json")))
PROPERTIES = json.load(open(os.path.join(HERE, "qt-properties.json")))
EQUIVALENTS = json.load(open(os.path.join(HERE, "equivalents.json")))
VIRTUALS = set(json.load(open(os.path.join(HERE, "qt-virtuals.json"))))
PLAIN_MODULES = {"QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtQml", "QtQuick", "QtUiTools", "QtAsyncio"}
VALUES = set("""QBrush QPen QColor QFont QFontMetrics QFontMetricsF QFontInfo QFontDatabase QIcon QPixmap QImage QBitmap QPicture QPalette QPoint QPointF QRect
QRectF QSize QSizeF QLine QLineF QPolygon QPolygonF QTransform QKeySequence QCursor QRegion QMargins QMarginsF QModelIndex QPersistentModelIndex
QVector2D QVector3D QVector4D QQuaternion QMatrix4x4 QMatrix QSizePolicy QItemSelection QItemSelectionRange QEasingCurve QLinearGradient QRadialGradient
QConicalGradient QGradient QPainterPath QTextCharFormat QTextBlockFormat QTextFormat QTextListFormat QTextTableFormat QTextImageFormat QTextFrameFormat QTextLength
QTextOption QUrl QDate QTime QDateTime QByteArray QSurfaceFormat QPageSize QPageLayout QPageRanges QStaticText QVariant QBitArray QLocale QMimeType""".split())


def mro(name):
    seen, todo = [], [name]
    while todo:
        one = todo.pop(0)
        if one not in seen and one in CLASSES:
            seen.append(one)
            todo += CLASSES[one]["b"]
    return seen


MRO = {name: mro(name) for name in CLASSES}


class Product:
    def __init__(self, folder):
        s = surface_reader.read(folder)
        self.classes, self.creatable, self.functions, self.events = s["classes"], set(s["creatable"]), s["functions"], s["events"]
        self.js = set(s["js"])
        self.can_override = "overrideIn" in self.functions
        # Programs extend them.
        if self.can_override:
            self.creatable |= {c for c in s["abstract"] if "constructor" in self.classes[c]["members"]}

    def chain(self, cls):
        """The product's classes for one of Qt's, from itself upwards."""
        out = []
        for one in MRO.get(cls, [cls]):
            todo = [one]
            while todo:
                c = todo.pop(0)
                if c in self.classes and c not in out:
                    out.append(c)
                    todo += [b for b in self.classes[c]["bases"] if b.endswith("Members") or b not in CLASSES]
        return out

    def member(self, cls, name):
        for c in self.chain(cls):
            if name in self.classes[c]["members"]:
                return self.classes[c]["members"][name]
        return None

    def has(self, by):
        """Whether what an equivalent stands on exists."""
        if by is None:
            return True
        if by.startswith("event:"):
            return by[6:] in self.events
        if "." in by:
            cls, name = by.split(".", 1)
            return cls in self.classes and any(name in self.classes[c]["members"] for c in self.chain(cls) + [cls])
        return by in self.functions or by in self.classes and (by in self.creatable or bool(self.classes[by].get("js")))
