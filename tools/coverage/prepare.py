"""What mypy reads of an example: one canonical binding, annotations for overridden virtuals and decorated slots."""
import ast, collections, os, re, tempfile, xml.etree.ElementTree as ET
import stubs
import PySide6

PYSIDE = os.path.dirname(PySide6.__file__)
WORLD = stubs.read(PYSIDE)
MODULE_OF = {name: c["module"] for name, c in WORLD.items() if "." not in name}
MODULES = sorted({c["module"] for c in WORLD.values()})
BINDINGS = ("PySide6", "PySide2", "PyQt5", "PyQt6", "PySide", "PyQt4", "qtpy")


def loose_stubs():
    """A copy of the stubs in which a call that fits no overload still has the type that all overloads return."""
    folder = os.path.join(tempfile.gettempdir(), f"coverage-stubs-{PySide6.__version__}-3")
    if os.path.isdir(folder):
        return folder
    making = folder + f".{os.getpid()}"
    os.makedirs(os.path.join(making, "PySide6"))
    for name in sorted(os.listdir(PYSIDE)):
        if not name.endswith(".pyi"):
            continue
        tree = ast.parse(open(os.path.join(PYSIDE, name), encoding="utf-8").read())
        for cls in [c for c in ast.walk(tree) if isinstance(c, ast.ClassDef)]:
            groups = collections.OrderedDict()
            for item in cls.body:
                if isinstance(item, ast.FunctionDef) and any(ast.unparse(d) == "overload" for d in item.decorator_list):
                    groups.setdefault(item.name, []).append(item)
            for fname, forms in groups.items():
                returns = [ast.unparse(f.returns) if f.returns else "None" for f in forms]
                common = returns[0] if len(set(returns)) == 1 else next((r for r in returns if "Q" in r), "Any")
                if len(set(returns) - {"None"}) == 1:   # of several fitting forms mypy takes none unless they agree
                    common = (set(returns) - {"None"}).pop()
                    for f in forms:
                        f.returns = ast.parse(common, mode="eval").body
                static = any(ast.unparse(d) == "staticmethod" for d in forms[0].decorator_list)
                text = f"@overload\ndef {fname}({'' if static else 'self, '}*args: Any, **kw: Any) -> {common}: ..."
                if static:
                    text = "@staticmethod\n" + text
                cls.body.insert(cls.body.index(forms[-1]) + 1, ast.parse(text).body[0])
        body = ast.unparse(ast.fix_missing_locations(tree))
        open(os.path.join(making, "PySide6", name), "w").write("from typing import Any\n" + body)
    open(os.path.join(making, "PySide6", "__init__.pyi"), "w").write("")
    os.rename(making, folder)
    return folder


def is_generated(path, text):
    base = os.path.basename(path)
    return "qt_resource_data" in text or base.endswith("_rc.py") or base.startswith("rc_")


class Prepare(ast.NodeTransformer):
    def __init__(self):
        self.alias = {}     # local name -> class of Qt
        self.local = {}     # class of the program -> its bases
        self.stack = []

    def visit_ImportFrom(self, node):
        root, _, rest = (node.module or "").partition(".")
        if root not in BINDINGS:
            return node
        if not rest:
            return ast.ImportFrom("PySide6", [a for a in node.names if a.name in MODULES] or
                                  [ast.alias("QtCore")], 0)
        groups = collections.OrderedDict()
        for a in node.names:
            if a.name == "qApp":
                continue
            if a.name == "*":
                # as in Qt 5, where some classes lived elsewhere
                for m in (rest, "QtGui") if rest == "QtWidgets" else (rest,):
                    groups.setdefault(m, []).append(ast.alias("*"))
                continue
            name = {"pyqtSignal": "Signal", "pyqtSlot": "Slot", "pyqtProperty": "Property"}.get(a.name, a.name)
            local = a.asname or a.name
            module = MODULE_OF.get(name, rest)
            if name in WORLD:
                self.alias[local] = name
            groups.setdefault(module, []).append(ast.alias(name, local if local != name else None))
        out = [ast.ImportFrom(f"PySide6.{m}", names, 0) for m, names in groups.items() if m in MODULES]
        return out or ast.Pass()

    def visit_Import(self, node):
        for a in node.names:
            root, _, rest = a.name.partition(".")
            if root in BINDINGS:
                a.name = "PySide6" + ("." + rest if rest else "")
        return node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        # Qt 5: QtWidgets.QAction is QtGui.QAction now, QtCore.pyqtSignal is Signal
        if isinstance(node.value, ast.Name) and node.value.id in MODULES:
            node.attr = {"pyqtSignal": "Signal", "pyqtSlot": "Slot", "pyqtProperty": "Property"}.get(node.attr, node.attr)
            right = MODULE_OF.get(node.attr)
            if right and right != node.value.id and self.moves:
                node.value.id = right
                self.wanted.add(right)
        if node.attr in ("exec_", "print_"):
            node.attr = node.attr[:-1]
        self.scoped(node)
        return node

    def scoped(self, node):
        """`Qt.AlignLeft` -> `Qt.AlignmentFlag.AlignLeft`, which PySide6 allows and its stubs do not."""
        text = ast.unparse(node.value)
        cls = self.alias.get(text) or (text.split(".")[-1] if text.split(".")[0] in MODULES else None)
        if cls not in WORLD or stubs.owner(WORLD, cls, node.attr):
            return
        for one in stubs.mro(WORLD, cls):
            for name, member in sorted(WORLD[one]["members"].items()):
                if member["kind"] == "enum" and node.attr in WORLD.get(f"{one}.{name}", {}).get("members", {}):
                    node.value = ast.Attribute(node.value, name, ast.Load())
                    return

    def visit_Name(self, node):
        if node.id == "qApp":
            self.wanted.add("qApp")
        return node

    def qt_class(self, expr):
        text = ast.unparse(expr).split("[")[0]
        last = text.split(".")[-1]
        if last in self.local:
            for base in self.local[last]:
                found = self.qt_class(base)
                if found:
                    return found
            return None
        if text in self.alias:
            return self.alias[text]
        return last if last in WORLD and (last[0] == "Q") else None

    def visit_ClassDef(self, node):
        self.local[node.name] = node.bases
        self.stack.append(node)
        self.generic_visit(node)
        self.stack.pop()
        return node

    def visit_FunctionDef(self, node):
        if self.stack:
            qt = None
            for base in self.stack[-1].bases:
                qt = qt or self.qt_class(base)
            args = node.args.posonlyargs + node.args.args
            if qt and args and not any(a.annotation for a in args[1:]):
                where = stubs.owner(WORLD, qt, node.name)
                member = where and WORLD[where]["members"][node.name]
                if where and member["kind"] == "method" and not member["static"] and node.name != "__init__":
                    forms = [f for f in member["forms"] if f["needed"] <= len(args) - 1 <= len(f["params"])]
                    if forms:
                        module = WORLD[where]["module"]
                        for a, (_, annotation) in zip(args[1:], forms[0]["params"]):
                            if annotation:
                                a.annotation = ast.Constant(qualify(annotation, module))
                                self.wanted.add("*")
        for a in node.args.posonlyargs + node.args.args:
            known = self.learnt.get((self.stack[-1].name if self.stack else "", node.name, a.arg))
            if a.annotation is None and known:
                a.annotation = ast.Constant(known)
                self.wanted.add("*")
        for d in node.decorator_list:
            if isinstance(d, ast.Call) and ast.unparse(d.func).split(".")[-1] in ("Slot", "pyqtSlot"):
                args = node.args.args[1:] if self.stack else node.args.args
                for a, given in zip(args, d.args):
                    text = ast.unparse(given)
                    if a.annotation is None and (text in self.alias or text in ("int", "str", "bool", "float")):
                        a.annotation = ast.Constant(text)
        self.generic_visit(node)
        return node

    visit_AsyncFunctionDef = visit_FunctionDef


def qualify(annotation, module):
    return annotation if annotation.startswith("PySide6.") else re.sub(
        r"(?<![\w.])(Q\w+|Qt)\b", lambda m: f"PySide6.{MODULE_OF.get(m.group(1), module)}.{m.group(1)}", annotation)


def prepare(text, moves, learnt=None):
    """`learnt`: what the calls pass for parameters without a type, {(class or "", function, parameter): type}."""
    tree = ast.parse(text)
    p = Prepare()
    p.moves, p.wanted, p.learnt = moves, set(), learnt or {}
    for node in ast.walk(tree):   # names first, wherever they stand
        if isinstance(node, ast.ClassDef):
            p.local[node.name] = node.bases
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in BINDINGS:
            for a in node.names:
                if a.name in WORLD:
                    p.alias[a.asname or a.name] = a.name
    tree = ast.fix_missing_locations(p.visit(tree))
    body = ast.unparse(tree)
    head = []
    if p.wanted:
        if "*" in p.wanted:
            head += [f"import PySide6.{m}" for m in MODULES if f"PySide6.{m}." in body]
        head += [f"from PySide6 import {m}" for m in sorted(p.wanted - {"*", "qApp"})]
        if "qApp" in p.wanted:
            head += ["import PySide6.QtWidgets", "qApp: PySide6.QtWidgets.QApplication"]
    future = [l for l in body.split("\n") if l.startswith("from __future__")]
    body = "\n".join(l for l in body.split("\n") if not l.startswith("from __future__"))
    return "\n".join(future + head + [body]) + "\n"


def ui_stub(path):
    """A module with the attributes that a .ui file gives."""
    root = ET.parse(path).getroot()
    custom = {c.findtext("class"): c.findtext("extends") for c in root.iter("customwidget")}
    lines, names, mods = [], [], set()
    top = root.find("widget")
    for e in root.iter():
        if e.tag in ("widget", "layout", "action", "actiongroup") and e is not top:
            cls = {"action": "QAction", "actiongroup": "QActionGroup"}.get(e.tag) or e.get("class")
            cls = custom.get(cls, cls)
            if e.get("name") and cls in MODULE_OF:
                mods.add(MODULE_OF[cls])
                names.append(f"    {e.get('name')}: PySide6.{MODULE_OF[cls]}.{cls}")
    lines += [f"import PySide6.{m}" for m in sorted(mods)]
    lines += ["from typing import Any", f"class Ui_{root.findtext('class')}:"] + sorted(set(names))
    lines += ["    def setupUi(self, widget: Any) -> None: ...", "    def retranslateUi(self, widget: Any) -> None: ..."]
    return "\n".join(lines) + "\n"


def ui_stub_from_py(text):
    tree = ast.parse(text)
    out, mods = [], set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names = set()
            for a in ast.walk(node):
                if isinstance(a, ast.Assign) and isinstance(a.value, ast.Call) and isinstance(a.targets[0], ast.Attribute):
                    cls = ast.unparse(a.value.func).split(".")[-1]
                    if cls in MODULE_OF:
                        mods.add(MODULE_OF[cls])
                        names.add(f"    {a.targets[0].attr}: PySide6.{MODULE_OF[cls]}.{cls}")
            out += [f"class {node.name}:"] + sorted(names)
            out += ["    def setupUi(self, widget: Any) -> None: ...", "    def retranslateUi(self, widget: Any) -> None: ..."]
    return "\n".join([f"import PySide6.{m}" for m in sorted(mods)] + ["from typing import Any"] + out) + "\n"
