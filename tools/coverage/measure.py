"""How much of Qt a TypeScript program reaches. See README.md.

usage: measure.py <project> [--corpus FILE …] [--json OUT] [--markdown OUT] [--folders widgets,corelib,…] [--top N]
"""
import argparse, collections, json, os, re
from fitting import as_colours, fits, fits_form, known, literal, split_union
from product import CLASSES, EQUIVALENTS, HERE, MRO, PLAIN_MODULES, Product, PROPERTIES, VALUES, VIRTUALS
from report import bundle, markdown


# ---- one use ----

class Judge:
    def __init__(self, product):
        self.p = product
        self.read, self.write = {}, {}
        for cls, props in PROPERTIES.items():
            for name, how in props.items():
                if "read" in how:
                    self.read.setdefault((cls, how["read"]), name)
                if "write" in how:
                    self.write.setdefault((cls, how["write"]), name)
        self.cache = {}

    def __call__(self, kind, cls, member, args, keywords):
        key = (kind, cls, member, tuple(args), tuple(keywords))
        if key not in self.cache:
            self.cache[key] = self.judge(kind, cls, member, args, keywords)
        return self.cache[key]

    def equivalent(self, cls, member, args, prefix=""):
        table = EQUIVALENTS["idiom"]
        for base in MRO.get(cls, [cls]):
            for key in (f"{prefix}{base}.{member}", f"{prefix}{base}.*"):
                e = table.get(key)
                if e is None or not self.p.has(e.get("by")):
                    continue
                if "args" in e and not any(self.args_like(args, form) for form in e["args"]):
                    continue
                return e.get("by") or e.get("how")
        return None

    @staticmethod
    def args_like(args, form):
        wanted = form.split()
        return len(args) == len(wanted) and all(a in ("Any", w) or w in MRO.get(a, ()) or w == "list[str]" and a.startswith("list") for a, w in zip(args, wanted))

    def judge(self, kind, cls, member, args, keywords):
        """(verdict, family or explanation). Verdicts: direct, idiom, no."""
        p = self.p
        if kind in ("enum", "attribute", "subclass"):
            return "skip", None
        args = list(args)
        module = CLASSES.get(owner_of(cls, member) if kind != "ctor" else cls, {}).get("m")
        if kind in ("signal-use",):
            if member in ("connect", "disconnect"):
                return ("direct", None) if p.has("Signal." + member) else ("no", "plain methods")
            e = self.equivalent("Signal", member, args)
            return ("idiom", e) if e else ("skip", None)
        if kind == "declares":
            return "idiom", "callbacks"
        if kind == "uic":
            return ("idiom", "loadUi") if p.has("loadUi") else ("no", "plain methods")
        fields = EQUIVALENTS["fields"]
        for base in MRO.get(cls, [cls]):
            if base in fields and member in fields[base] and kind in ("method", "super"):
                return "direct", "a field of the event"
        if kind == "override" and member not in VIRTUALS and module in PLAIN_MODULES:
            return "skip", None   # hides what is not virtual
        if kind == "override":
            for base in MRO.get(cls, [cls]):
                e = EQUIVALENTS["direct"].get(f"{base}.{member}")
                if e and p.has(e["by"]):
                    return "direct", e["by"]
            name = next((self.read[base, member] for base in MRO.get(cls, [cls]) if (base, member) in self.read), member)
            m = p.member(cls, member) or p.member(cls, name)
            if p.can_override and m and m["kind"] in ("method", "property"):
                return "direct", "an override"
            e = self.equivalent(cls, member, args, "override:")
            if e:
                return "idiom", e
            return "no", self.module_family(module) or "overrides"
        if kind == "super":
            verdict = self.judge("override", cls, member, [], [])
            if verdict[0] in ("direct", "idiom"):
                return verdict
            return "skip", None   # goes with its override, which is counted
        if kind == "signal":
            m = p.member(cls, member)
            if m and m["kind"] == "signal":
                return "direct", None
            if m and self.is_object(cls):   # hidden by a property, reached by signal("…")
                return "direct", "signal()"
            e = self.equivalent(cls, member, args)
            return ("idiom", e) if e else ("no", self.family(cls, member, "signals"))
        if kind == "ctor":
            return self.constructor(cls, args, keywords)
        # methods, statics
        application = "QCoreApplication" in MRO.get(cls, ())
        m = p.member(cls, member) or p.member(cls, "static " + member)
        if kind == "static" and not application and not self.is_value(cls):
            m = p.member(cls, "static " + member)
        other_form = False
        if m and m["kind"] == "method":
            if args in (["&"], ["?"]) or any(fits_form(args, f, p.classes) for f in m["forms"]):
                return "direct", None
            if any(len(f["params"]) == 1 and literal(args, f["params"][0]["type"]) for f in m["forms"]):
                return "idiom", "a literal"
            if any(fits_form(as_colours(args, f), f, p.classes) for f in m["forms"]):
                return "idiom", "a colour's name"
            other_form = True
        if kind == "method" or application or self.is_value(cls):
            for base in MRO.get(cls, [cls]):
                name = self.read.get((base, member)) or (member if (m and m["kind"] == "property") else None)
                if name and (not args or args in (["&"], ["?"])):
                    prop = p.member(cls, name)
                    if prop and prop["kind"] == "property" and prop.get("readable", True):
                        return "direct", None
                name = self.write.get((base, member))
                if name:
                    prop = p.member(cls, name)
                    if prop and prop["kind"] == "property" and prop.get("writable"):
                        if literal(args, prop.get("written") or prop["type"]):
                            return "idiom", "a literal"
                        if args in (["&"], ["?"], ["*"]) or len(args) == 1 and fits(args[0], prop.get("written") or prop["type"], p.classes):
                            return "direct", None
                        other_form = True
        if kind == "method" and member == "setObjectName":
            return "direct", None
        e = self.equivalent(cls, member, args)
        if e:
            return "idiom", e
        if other_form:
            return "no", self.module_family(module) or "other arguments"
        return "no", self.family(cls, member, "statics" if kind == "static" else "plain methods")

    def is_object(self, cls):
        return "QObject" in MRO.get(cls, ())

    def is_value(self, cls):
        return any(b in VALUES for b in MRO.get(cls, [cls])) and not self.is_object(cls)

    def module_family(self, module):
        return f"module {module}" if module and module not in PLAIN_MODULES else None

    def family(self, cls, member, otherwise):
        cls = owner_of(cls, member) if otherwise not in ("QObject classes that cannot be made", "constructors with arguments") else cls
        m = self.module_family(CLASSES.get(cls, {}).get("m"))
        if m:
            return m
        if self.is_object(cls):
            return otherwise
        return "value classes" if self.is_value(cls) else "non-QObject classes"

    def constructor(self, cls, args, keywords):
        p = self.p
        e = self.equivalent(cls, cls, args)
        if cls in p.js and cls in p.classes:
            forms = p.classes[cls]["members"].get("constructor", {}).get("forms", [])
            if any(fits_form(args, f, p.classes) for f in forms) or (cls.endswith("Application") and len(args) <= 1):
                return "direct", None
            return ("idiom", e) if e else ("no", self.family(cls, cls, "constructors with arguments"))
        forms = p.classes.get(cls, {"members": {}})["members"].get("constructor", {}).get("forms", [])
        if cls in p.creatable and not keywords and args and any(fits_form(args, f, p.classes) for f in forms):
            return "direct", None
        if cls in p.creatable and not self.is_object(cls):
            if not keywords and any(fits_form(args, f, p.classes) for f in forms):
                return "direct", None
            if not keywords and any(fits_form(as_colours(args, f), f, p.classes) for f in forms):
                return "idiom", "a colour's name"
            return ("idiom", e) if e else ("no", self.family(cls, cls, "constructors with arguments"))
        if cls in p.creatable:
            aliases = EQUIVALENTS["constructor_parameters"]
            best = None        # the least wrong form
            for names, annotations in zip(CLASSES[cls].get("i") or [[]], CLASSES[cls].get("t") or [[]]):
                positional = [n for n in names if not n.startswith("*")]
                if len(args) > len(positional) and "*" not in args or not all(self.python_fits(a, t) for a, t in zip(args, annotations)):
                    continue
                state = "direct"
                for i, (a, n) in enumerate(zip(args, positional)):
                    got = self.parameter(cls, n, a, args[i:], aliases)
                    if got == "rest":
                        state = "idiom"
                        break
                    if got != "direct":
                        state = got if state != "no" else "no"
                best = min(best or "z", {"direct": "a", "idiom": "b", "no": "c"}[state])
                if best == "a":
                    break
            state = {"a": "direct", "b": "idiom", "c": "no", None: "direct" if not args else "no"}[best]
            wrong = None if state != "no" else "?"
            for k in keywords:
                if k == "parent":
                    continue
                prop = p.member(cls, k)
                if not prop or prop["kind"] == "method":
                    wrong = wrong or k
            if wrong is None:
                return state, None
            return ("idiom", e) if e else ("no", "constructors with arguments")
        if e:
            return "idiom", e
        return "no", self.family(cls, cls, "QObject classes that cannot be made")

    def parameter(self, cls, name, arg, rest, aliases):
        """How a constructor's parameter is said: as a property, by a method or signal afterwards, or not at all."""
        p = self.p
        if name in ("parent", "dragSource"):
            return "direct"
        if arg in ("callable",) or name == "member":
            return "idiom"      # connected afterwards
        for n in [name] + aliases.get(name, "").split():
            prop = p.member(cls, n)
            if prop and prop["kind"] == "property" and prop.get("writable"):
                typ = prop.get("written") or prop["type"]
                if fits(arg, typ, p.classes):
                    return "direct"
        for n in [name] + aliases.get(name, "").split():
            m = p.member(cls, "set" + n[0].upper() + n[1:])
            if m and m["kind"] == "method" and any(fits_form([arg], f, p.classes) for f in m["forms"]):
                return "idiom"
        numbers = [a for a in rest if a in ("int", "float", "Any")]
        if name == "x" and len(numbers) >= 4 and p.member(cls, "sceneRect"):
            return "rest"       # a literal
        return "no"

    @staticmethod
    def python_fits(arg, annotation):
        if annotation is None or arg in ("Any", "None", "?", "*", "callable") or not known(arg) and "|" not in arg:
            return True
        names = re.findall(r"\b(?:enum:)?[A-Za-z_]\w*", annotation)
        for a in split_union(arg):
            a = a.removeprefix("enum:").split(".")[-1]
            if a in ("list", "dict") or a.startswith("list["):
                if not re.search(r"Sequence|list|Iterable|dict", annotation):
                    return False
                continue
            if a == "None" or a in ("bytes", "str") and "QByteArray" in names:
                continue
            if a == "int" and ("float" in names or "int" in names or "." in annotation and not re.search(r"\bQ[A-Z]", annotation)):
                continue
            if not any(b in names for b in MRO.get(a, [a])):
                return False
        return True


# ---- a corpus ----

def label(kind, cls, member):
    if kind == "ctor":
        return f"new {cls}(…)"
    if kind == "override":
        return f"override {cls}.{member}"
    if kind == "signal-use":
        return f"Signal.{member}"
    if kind == "declares":
        return "Signal (own)"
    return f"{cls}.{member}" + ("" if kind != "signal" else " (signal)")


def measure(corpus, judge, folders=None):
    examples = [e for e in corpus["examples"] if folders is None or e["id"].split("/")[0] in folders]
    members = {}                                       # label -> best and worst verdicts
    uses = collections.Counter()
    per = collections.defaultdict(lambda: collections.Counter())
    missing_by = collections.defaultdict(set)          # label -> examples
    families_by = collections.defaultdict(set)         # family -> examples that need it
    family_of = {}
    sets, rows, example_missing = {}, [], {}
    bundles, bundle_members = {}, collections.defaultdict(set)
    unresolved = resolved = 0
    enums = collections.Counter()
    for e in examples:
        module = e["id"].split("/")[0]
        lacking, idioms, why, together = set(), 0, set(), set()
        u = sum(e["unresolved"].values())
        unresolved += u
        resolved += e["resolved"]
        for kind, cls, member, args, keywords, count in e["uses"]:
            verdict, note = judge(kind, cls, member, args, keywords)
            if kind == "enum":
                enums[cls] += count
            if verdict == "skip":
                continue
            name = label(kind, cls, member)
            owner = name if kind in ("ctor", "override") else f"{kind} {owner_of(cls, member)}.{member}"
            order = {"no": 0, "idiom": 1, "direct": 2}
            members[owner] = min(members.get(owner, 2), order[verdict]) if owner in members else order[verdict]
            uses[verdict] += count
            per[module][verdict] += count
            if verdict == "no":
                text = owner.split(" ", 1)[1] if kind not in ("ctor", "override") else name
                if note == "other arguments":
                    text += " (other arguments)"
                lacking.add(text)
                why.add(note)
                b = bundle(kind, owner_of(cls, member) if kind != "ctor" else cls, member, note)
                together.add(b)
                bundle_members[b].add(text)
                missing_by[text].add(e["id"])
                family_of[text] = note
                families_by[note].add(e["id"])
            elif verdict == "idiom":
                idioms += 1
        sets[e["id"]] = frozenset(why)
        bundles[e["id"]] = frozenset(together)
        example_missing[e["id"]] = sorted(lacking)
        state = "direct" if not lacking and not idioms else "idiom" if not lacking else "no"
        rows.append({"id": e["id"], "lines": e["lines"], "state": state, "missing": len(lacking), "unresolved": u})
        per[module][f"example {state}"] += 1
        if state != "no" and u:
            per[module]["example unsure"] += 1
    total = sum(uses.values())
    count = collections.Counter(members.values())
    n = len(examples)
    states = collections.Counter(r["state"] for r in rows)
    unlocks = {}
    for family in families_by:
        unlocks[family] = {"need": len(families_by[family]), "alone": sum(1 for s in sets.values() if s == {family})}
    greedy = order_of(sets)
    together = {b: {"need": sum(1 for s in bundles.values() if b in s), "alone": sum(1 for s in bundles.values() if s == {b}), "members": len(bundle_members[b])}
                for b in bundle_members}
    top = sorted(missing_by.items(), key=lambda kv: (-len(kv[1]), kv[0]))
    single, taken = [], set()                          # members, greedily by the programs that they complete
    for k in (1, 2, 3, 5, 10):
        single.append([k, sum(1 for m in example_missing.values() if 0 < len(m) <= k)])
    return {
        "corpus": corpus["corpus"], "examples": n, "distinct members": len(members),
        "direct members": count[2], "idiom members": count[1], "missing members": count[0],
        "uses": total, "direct uses": uses["direct"], "idiom uses": uses["idiom"], "missing uses": uses["no"],
        "examples direct": states["direct"], "examples with idioms": states["idiom"], "examples not": states["no"],
        "portable and fully resolved": sum(1 for r in rows if r["state"] != "no" and not r["unresolved"]),
        "resolved accesses": resolved, "unresolved accesses": unresolved, "uses of enumerations": sum(enums.values()),
        "modules": {m: dict(c) for m, c in sorted(per.items())},
        "families": unlocks, "greedy": greedy, "bundles": together, "bundles in order": order_of(bundles), "few missing": single,
        "top": [[name, len(ids), family_of[name]] for name, ids in top],
        "rows": rows, "missing of examples": example_missing,
    }


def order_of(sets):
    """Greedily: what next makes the most programs portable (then: what most programs still need)."""
    out, have, left = [], set(), set().union(*sets.values()) if sets else set()
    while left:
        def gain(f):
            return sum(1 for s in sets.values() if s and s <= have | {f}), sum(1 for s in sets.values() if f in s and not s <= have)
        best = max(sorted(left), key=gain)
        have.add(best)
        left.discard(best)
        out.append([best, sum(1 for s in sets.values() if s <= have)])
    return out


def owner_of(cls, member):
    """One name for a member, whichever derived class it was called on (by PySide6's facts where known)."""
    return OWNERS.get((cls, member), cls)


OWNERS = {}


def fill_owners():
    path = os.path.join(HERE, "qt-owners.json")
    if os.path.exists(path):
        for key, value in json.load(open(path)).items():
            cls, member = key.split(".", 1)
            OWNERS[cls, member] = value


def main():
    a = argparse.ArgumentParser()
    a.add_argument("project")
    a.add_argument("--corpus", nargs="*")
    a.add_argument("--json")
    a.add_argument("--markdown")
    a.add_argument("--folders", help="only these folders of the corpus (first part of the example's name)")
    a.add_argument("--top", type=int, default=60)
    a.add_argument("--names", action="store_true", help="compare names alone: every argument fits")
    o = a.parse_args()
    fill_owners()
    global fits, fits_form
    if o.names:
        fits = fits_form = lambda *_: True
    judge = Judge(Product(o.project))
    results = []
    for path in o.corpus or [os.path.join(HERE, "corpus-pyside.json")]:
        results.append(measure(json.load(open(path)), judge, set(o.folders.split(",")) if o.folders else None))
    text = "\n".join(markdown(r, o.top) for r in results)
    if o.json:
        json.dump(results, open(o.json, "w"), indent=1, sort_keys=True)
    if o.markdown:
        open(o.markdown, "w").write(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
