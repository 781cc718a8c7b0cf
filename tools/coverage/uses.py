"""Which members of Qt an example uses, by the types that mypy found."""
import re
import stubs
from mypy import nodes as n, types as t
from prepare import WORLD, loose_stubs


def qt_name(info):
    """PySide6.QtWidgets.QLabel -> QLabel; nested classes keep their outer one's name."""
    if info is None:
        return None
    m = re.match(r"PySide6\.Qt\w+\.(.+)$", info.fullname)
    return m.group(1) if m else None


LOOSE = loose_stubs()


def simple(typ, depth=0):
    typ = t.get_proper_type(typ) if typ is not None else None
    if typ is None or isinstance(typ, t.AnyType):
        return "Any"
    if isinstance(typ, t.NoneType):
        return "None"
    if isinstance(typ, t.LiteralType):
        return simple(typ.fallback)
    if isinstance(typ, t.Instance):
        if typ.last_known_value is not None and typ.type.fullname not in ("builtins.int", "builtins.str", "builtins.bool", "builtins.float"):
            pass
        for base in typ.type.mro:
            name = qt_name(base)
            if name:
                if WORLD.get(name, {}).get("enum"):
                    return "enum:" + name
                return name
        full = typ.type.fullname
        if full in ("builtins.list", "builtins.tuple", "typing.Sequence", "builtins.set") and depth < 2:
            return "list[%s]" % ",".join(simple(a, depth + 1) for a in typ.args[:1])
        if full == "builtins.dict":
            return "dict"
        return full.removeprefix("builtins.")
    if isinstance(typ, t.TupleType):
        return "list[%s]" % "|".join(sorted({simple(a, depth + 1) for a in typ.items}))
    if isinstance(typ, (t.CallableType, t.Overloaded)):
        return "type" if typ.is_type_obj() else "callable"
    if isinstance(typ, t.UnionType):
        parts = sorted({simple(a, depth + 1) for a in typ.items})
        return "|".join(parts)
    if isinstance(typ, t.TypeType):
        return "type"
    return "Any"


def receiver(typ):
    """The class of Qt behind a type, and whether the expression is the class itself."""
    typ = t.get_proper_type(typ) if typ is not None else None
    if isinstance(typ, t.UnionType):
        for item in typ.items:
            got = receiver(item)
            if got[0]:
                return got
        return None, False
    if isinstance(typ, t.Instance):
        for base in typ.type.mro:
            name = qt_name(base)
            if name:
                return name, False
    if isinstance(typ, t.TypeType):
        return receiver(typ.item)[0], True
    if isinstance(typ, (t.CallableType, t.Overloaded)) and typ.is_type_obj():
        return receiver(typ.type_object() and t.fill_typevars(typ.type_object()) if hasattr(t, "fill_typevars") else
                        (typ.items[0].ret_type if isinstance(typ, t.Overloaded) else typ.ret_type))[0], True
    return None, False


def is_any(typ):
    typ = t.get_proper_type(typ) if typ is not None else None
    return typ is None or isinstance(typ, t.AnyType)


QT_MEMBER_NAMES = {m for c in WORLD.values() for m in c["members"] if len(m) > 3 and not m.startswith("__")} - {
    "append", "clear", "close", "count", "index", "insert", "join", "keys", "items", "name", "open", "read", "write", "remove",
    "size", "sort", "split", "start", "stop", "text", "update", "value", "values", "replace", "type", "exec", "data", "format", "path",
    "find", "send", "seek", "exists", "title", "copy", "error", "flush", "setdefault", "decode", "encode", "extend", "reverse"}


SKIP = {"node", "info", "type", "unanalyzed_type", "def_var", "var", "variable", "original_def", "alias_tvars", "names",
        "method_type", "method_types", "impl_type", "definition", "fullname", "original_decorators", "removed_base_type_exprs"}
FIELDS = {}


def children(node):
    """What a node of mypy's holds, in the order of its fields (mypyc's traits cannot be subclassed)."""
    kind = type(node)
    if kind not in FIELDS:
        FIELDS[kind] = sorted({name for c in kind.__mro__ for name, d in vars(c).items()
                               if type(d).__name__ in ("getset_descriptor", "member_descriptor") and name not in SKIP})
    for name in FIELDS[kind]:
        try:
            value = getattr(node, name)
        except Exception:
            continue
        yield from flat(value)


def flat(value):
    if isinstance(value, n.Node):
        yield value
    elif isinstance(value, (list, tuple)):
        for v in value:
            yield from flat(v)


class Uses:
    def walk(self, root):
        todo, seen = [root], set()
        while todo:
            node = todo.pop()
            if id(node) in seen or isinstance(node, (n.TypeInfo, n.Var)):
                continue
            if isinstance(node, n.MypyFile) and node is not root:
                continue
            seen.add(id(node))
            if isinstance(node, n.CallExpr):
                self.visit_call_expr(node)
            elif isinstance(node, n.SuperExpr):
                self.visit_super_expr(node)
            elif isinstance(node, n.MemberExpr):
                self.visit_member_expr(node)
            elif isinstance(node, n.ClassDef):
                self.visit_class_def(node)
            todo.extend(reversed(list(children(node))))

    def __init__(self, types, facts, local_classes):
        self.types, self.facts, self.local = types, facts, local_classes
        self.called = {}   # id of callee -> call
        self.noted = set()

    def learn(self, o):
        """What a call passes to a function of the program's."""
        fn, cls, callee = None, "", o.callee
        if isinstance(callee, n.NameExpr):
            fn = callee.node
            if isinstance(fn, n.TypeInfo):
                cls, init = fn.name, fn.names.get("__init__")
                fn = init.node if init else None
        elif isinstance(callee, n.MemberExpr):
            for info in self.mro_of(callee.expr):
                if callee.name in info.names and qt_name(info) is None:
                    fn, cls = info.names[callee.name].node, info.name
                    break
        if isinstance(fn, n.Decorator):
            fn = fn.func
        if not isinstance(fn, n.FuncDef):
            return
        names = list(fn.arg_names)
        if cls and names:
            names = names[1:]
        for i, (arg, kind, given) in enumerate(zip(o.args, o.arg_kinds, o.arg_names)):
            name = given or (names[i] if i < len(names) and kind.name == "ARG_POS" else None)
            typ = t.get_proper_type(self.types.get(arg)) if self.types.get(arg) is not None else None
            if name and isinstance(typ, t.Instance):
                full = typ.type.fullname
                if full.startswith("PySide6.") or full in ("builtins.str", "builtins.int", "builtins.float", "builtins.bool"):
                    self.facts["learnt"].setdefault((cls, fn.name, name), set()).add(full.removeprefix("builtins."))

    def put(self, kind, cls, member, args=(), keywords=()):
        self.facts["uses"][(kind, cls, member, tuple(args), tuple(sorted(keywords)))] += 1

    def visit_call_expr(self, o):
        callee = o.callee
        self.learn(o)
        args = ["*" if k.name == "ARG_STAR" else simple(self.types.get(a)) for a, k in zip(o.args, o.arg_kinds)
                if k.name in ("ARG_POS", "ARG_STAR")]
        keywords = [k for k in o.arg_names if k]
        self.called[id(callee)] = (args, keywords)
        ref = getattr(callee, "node", None)
        name = None
        if isinstance(callee, n.RefExpr) and isinstance(ref, n.TypeInfo):
            name = qt_name(ref)
            if name is None:
                pass
        if name and name not in ("Signal", "Slot", "Property", "QEnum", "QFlag", "ClassInfo"):
            if WORLD.get(name, {}).get("enum"):
                self.facts["resolved"] += 1
            else:
                self.put("ctor", name, name, args, keywords)
                self.facts["resolved"] += 1

    def visit_super_expr(self, o):
        args, keywords = self.called.get(id(o), ((), ()))
        for base in (o.info.mro[1:] if o.info else []):
            name = qt_name(base)
            if name and o.name in WORLD.get(name, {}).get("members", {}):
                if o.name == "__init__":
                    self.put("ctor", name, name, args, [k for k in keywords])
                else:
                    self.put("super", name, o.name, args, keywords)
                self.facts["resolved"] += 1
                break

    def visit_member_expr(self, o):
        if id(o) in self.noted:
            return
        self.noted.add(id(o))
        base = o.expr
        if isinstance(getattr(o, "node", None), (n.MypyFile, n.TypeInfo)):
            return  # a module, or a class named through its module
        cls, is_class = receiver(self.types.get(base))
        if cls is None and isinstance(base, n.RefExpr) and isinstance(base.node, n.TypeInfo):
            cls, is_class = next((q for q in map(qt_name, base.node.mro) if q), None), True
        if cls is None:
            if isinstance(base, n.RefExpr) and isinstance(base.node, n.MypyFile):
                return
            if is_any(self.types.get(base)) and o.name in QT_MEMBER_NAMES:
                self.facts["unresolved"][o.name] += 1
            return
        if o.name.startswith("__") and o.name != "__init__":
            return
        if cls in ("SignalInstance", "Signal"):
            self.facts["resolved"] += 1
            self.put("signal-use", "Signal", o.name)
            return
        where = stubs.owner(WORLD, cls, o.name)
        if where is None:
            return  # of the program's own
        own = next((i for i in self.mro_of(base) if qt_name(i) is None and o.name in i.names), None)
        if own is not None and not is_class:
            return  # the program's own override is called
        member = WORLD[where]["members"][o.name]
        self.facts["resolved"] += 1
        kind = member["kind"]
        args, keywords = self.called.get(id(o), (None, ()))
        if kind in ("value", "enum") or WORLD[where]["enum"]:
            self.put("enum", where, o.name)
        elif kind == "signal":
            self.put("signal", cls, o.name)
        elif kind == "class":
            pass
        elif o.name == "__init__":
            self.put("ctor", cls, cls, (args or ())[1:], keywords)
        elif kind == "method" and is_class and member["static"]:
            self.put("static", cls, o.name, ["&"] if args is None else args, keywords)
        elif kind == "method" and is_class:
            self.put("super", cls, o.name, (args or ())[1:], keywords)
        elif kind == "method":
            static = "static" if member["static"] else "method"
            self.put(static, cls, o.name, ["&"] if args is None else args, keywords)
        else:
            self.put("attribute", cls, o.name)

    def mro_of(self, base):
        typ = t.get_proper_type(self.types.get(base)) if self.types.get(base) is not None else None
        return typ.type.mro if isinstance(typ, t.Instance) else []

    def visit_class_def(self, o):
        bases = [q for q in map(qt_name, o.info.mro[1:]) if q] if o.info else []
        if bases and bases[0] not in ("QObject",):
            self.put("subclass", bases[0], bases[0])
        if bases:
            for name, sym in o.info.names.items():
                if name.startswith("__"):
                    continue
                node = sym.node
                if isinstance(node, (n.FuncDef, n.OverloadedFuncDef, n.Decorator)):
                    for base in bases:
                        member = WORLD.get(base, {}).get("members", {}).get(name)
                        if member and member["kind"] == "method" and not member["static"]:
                            self.put("override", base, name)
                            self.facts["resolved"] += 1
                            break
                elif isinstance(node, n.Var) and isinstance(node.type, t.Instance) and node.type.type.fullname.endswith("QtCore.Signal"):
                    self.put("declares", "Signal", "Signal")
