"""Whether the argument of a call fits the type of a parameter in TypeScript."""
import re
import surface as surface_reader
from product import CLASSES, MRO


def known(arg):
    """Whether it is a type of Qt's or Python's, and none of the program's own (an enumeration of it, a tuple …)."""
    return arg in ("str", "int", "float", "bool", "bytes", "None", "callable", "type", "dict", "object") or arg.startswith(("list", "enum:")) or arg.split(".")[0] in CLASSES


COMPONENTS = {"QSize": 2, "QSizeF": 2, "QPoint": 2, "QPointF": 2, "QRect": 4, "QRectF": 4}


def literal(args, typ):
    """Whether numbers stand for a size, a point or a rectangle, which are literals in TypeScript."""
    return bool(args) and all(a in ("int", "float", "Any") for a in args) and any(COMPONENTS.get(o.strip()) == len(args) for o in typ.split("|"))


def fits(arg, typ, classes):
    """`arg`: what Python passes (see extract.py); `typ`: TypeScript's type."""
    # The stubs take either for every index.
    arg = arg.replace("QModelIndex|QPersistentModelIndex", "QModelIndex")
    if "|" in arg and not arg.startswith("list["):
        parts = [a for a in split_union(arg) if a != "None"]
        return all(fits(a, typ, classes) for a in parts)
    if arg in ("Any", "?", "&", "*", "object") or typ in ("unknown", "any") or not known(arg):
        return True
    if arg == "callable" and re.search(r"Q\w+ \| null", typ):
        return True   # an attribute of the program's that hides a method of the same name
    options = [o.strip() for o in surface_reader.split(typ, "|")]
    for o in options:
        o = o.removeprefix("readonly ").strip()
        if arg in ("str",) and (o == "string" or o.startswith("Flags<")):
            return True
        if arg in ("int", "float") and o in ("number", "bigint"):
            return True
        if arg == "bool" and o in ("boolean", "number"):
            return True
        if arg == "None" and o in ("null", "undefined"):
            return True
        if arg.startswith("enum:") and re.fullmatch(r"[A-Z]\w*", o) and o not in classes:
            return True
        if arg.startswith("enum:") and (o == "number" or o.startswith("Flags<") or re.sub(r"^enum:|\.", "", arg).removeprefix("Qt") in (o, o.removesuffix("s")) or arg.split(".")[-1] == o):
            return True
        if arg in ("bytes", "QByteArray") and o == "Uint8Array":
            return True
        if arg == "QUrl" and o in ("URL", "string"):
            return True
        if arg in ("QDate", "QTime") and o == "string":
            return True
        if arg == "QDateTime" and o == "Date":
            return True
        if arg in ("QKeySequence", "QFont", "QIcon") and o == "string":
            return True
        if arg.startswith("list") and (o.endswith("[]") or o.startswith("[")):
            inner = arg[5:-1] if arg.startswith("list[") else "Any"
            element = o[:-2].strip("() ").removeprefix("readonly ") if o.endswith("[]") else "unknown"
            if not inner or inner == "Any" or element == "unknown" or all(fits(i, element, classes) for i in inner.split("|")):
                return True
        if arg in ("dict",) and o in ("QtMap",):
            return True
        # A literal with the fields that the class has; C++ converts whole numbers.
        if arg == "QColor" and o == "ColorLike" or arg == "SignalInstance" and o == "Signal":
            return True
        if arg in ("QPoint", "QSize", "QRect", "QLine") and o == arg + "F":
            return True
        if arg.startswith("Q"):
            for base in MRO.get(arg, [arg]):
                if o == base or o in (f'QtOpaque<"{base}">', f'QtOpaque<"{base}*">', f'QtOpaque<"const {base}*">'):
                    return True
    return False


def split_union(text):
    return surface_reader.split(text, "|")


def fits_form(args, form, classes):
    ps = form["params"]
    if "*" in args:
        return True
    needed = sum(1 for p in ps if not p["optional"] and not p["rest"])
    if not (needed <= len(args) and (len(args) <= len(ps) or ps and ps[-1]["rest"])):
        return False
    return all(fits(a, ps[min(i, len(ps) - 1)]["type"], classes) for i, a in enumerate(args))


def as_colours(args, form):
    """Python's `Qt.red` is the colour's name where TypeScript takes a colour, or what is made of one, or its name."""
    types = [p["type"] for p in form["params"]]
    return ["str" if a == "enum:Qt.GlobalColor" and i < len(types) and re.search(r"\b(?:QColor|ColorLike) \|(?: \w+ \|)* string", types[i]) else a for i, a in enumerate(args)]
