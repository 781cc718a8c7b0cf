"""What the product offers: read from its TypeScript (src/qt/generated/** and the hand-written classes), with no tool but Python.

usage: surface.py <project> [out.json]
"""
import glob, json, os, re, sys


def strip(text):
    """Without comments; strings are kept."""
    out, i, n = [], 0, len(text)
    while i < n:
        c = text[i]
        if c in "\"'`":
            j = i + 1
            while j < n and text[j] != c:
                j += 2 if text[j] == "\\" else 1
            out.append(text[i:j + 1])
            i = j + 1
        elif text.startswith("//", i):
            i = text.find("\n", i)
            i = n if i < 0 else i
        elif text.startswith("/*", i):
            i = text.find("*/", i) + 2
        else:
            out.append(c)
            i += 1
    return "".join(out)


PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def closing(text, i):
    """The place after the bracket that closes the one at `i`."""
    depth, stack = 0, []
    while i < len(text):
        c = text[i]
        if c in "\"'`":
            j = i + 1
            while j < len(text) and text[j] != c:
                j += 2 if text[j] == "\\" else 1
            i = j
        elif c in "([{":
            stack.append(PAIRS[c])
        elif c in ")]}":
            if stack and stack[-1] == c:
                stack.pop()
            if not stack:
                return i + 1
        i += 1
    return len(text)


def split(text, at=","):
    """At commas that stand in no bracket."""
    parts, depth, last = [], 0, 0
    i = 0
    while i < len(text):
        c = text[i]
        if c in "([{<":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == ">" and text[i - 1] != "=":
            depth -= 1
        elif c in "\"'`":
            j = i + 1
            while j < len(text) and text[j] != c:
                j += 1
            i = j
        elif c == at and depth == 0:
            parts.append(text[last:i])
            last = i + 1
        i += 1
    parts.append(text[last:])
    return [p.strip() for p in parts if p.strip()]


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip().lstrip("|").strip()


def params(text):
    out = []
    for part in split(text):
        m = re.match(r"(?:readonly |private |public |protected )*(\.\.\.)?(\w+)(\?)?\s*(?::\s*(.*?))?(?:\s*=(?!>)\s*(.*))?$", squeeze(part))
        if not m:
            continue
        out.append({"name": m.group(2), "type": squeeze(m.group(4) or "unknown"), "optional": bool(m.group(3) or m.group(5)), "rest": bool(m.group(1))})
    return out


def member(members, text):
    text = squeeze(text)
    m = re.match(r"^((?:(?:public|protected|override|static|readonly|declare|async|abstract|export)\s+)*)(get |set )?(\[?[#\w.]+\]?)(\?)?(<.*?>)?\s*(\(|:|=|;|$)", text)
    if not m:
        return
    flags, accessor, name, _, _, sep = m.groups()
    if name.startswith(("#", "[", "_")) or "private" in flags or name == "constructor" and "(" != sep:
        return
    static = "static" in flags
    key = ("static " if static else "") + name
    if accessor:
        entry = members.setdefault(key, {"kind": "property", "readable": False, "writable": False, "type": None})
        if entry["kind"] != "property":
            return
        if accessor == "get ":
            entry["readable"] = True
            entry["type"] = entry["type"] or squeeze(text[text.index(")") + 1:].lstrip(": ").split("{")[0])
            if "Signal<" in (entry["type"] or ""):
                members[key] = {"kind": "signal", "type": entry["type"]}
        else:
            entry["writable"] = True
            got = params(text[text.index("(") + 1:closing(text, text.index("(")) - 1])
            entry["written"] = got[0]["type"] if got else "unknown"
    elif sep == "(":
        start = text.index("(", m.end() - 1)
        end = closing(text, start)
        rest = text[end:].lstrip(": ")
        entry = members.setdefault(key, {"kind": "method", "forms": []})
        if entry["kind"] == "method":
            entry["forms"].append({"params": params(text[start + 1:end - 1]), "returns": squeeze(rest.split("{")[0].rstrip(";"))})
    elif sep == ":":
        typ = squeeze(text[m.end():].rstrip(";"))
        if typ.startswith("Signal<") or typ == "Signal":
            members[key] = {"kind": "signal", "type": typ}
        else:
            members[key] = {"kind": "property", "readable": True, "writable": "readonly" not in flags, "type": typ, "written": typ}


def bodies(text):
    for m in re.finditer(r"export (?:declare )?(?:abstract )?(interface|class) (\w+)", text):
        i = m.end()
        if i < len(text) and text[i] == "<":
            depth = 0
            while True:
                depth += {"<": 1, ">": -1}.get(text[i], 0)
                i += 1
                if depth == 0:
                    break
        brace = text.index("{", i)
        head = text[i:brace]
        yield m.group(1), m.group(2), head, text[brace + 1:closing(text, brace) - 1]


def members_of(body):
    members, i, last = {}, 0, 0
    while i < len(body):
        c = body[i]
        if c in "\"'`":
            j = i + 1
            while j < len(body) and body[j] != c:
                j += 1
            i = j
        elif c in "([":
            i = closing(body, i) - 1
        elif c == "{":
            end = closing(body, i)
            head = body[last:i]
            if re.search(r"[=:|<&]\s*$", head) or "=>" in head[-3:]:   # a type or a value in braces
                i = end - 1
            else:
                member(members, head)
                last, i = end, end - 1
        elif c == ";":
            member(members, body[last:i])
            last = i + 1
        i += 1
    if body[last:].strip():
        member(members, body[last:])
    return members


def read(project):
    classes, functions, enums = {}, {}, {}
    types = sorted(glob.glob(os.path.join(project, "src/qt/generated/**/*.d.ts"), recursive=True))
    others = sorted(path for path in glob.glob(os.path.join(project, "src/qt/**/*.ts"), recursive=True) if "/generated/" not in path)
    abstract = set()
    for path in types + others:
        text = strip(open(path, encoding="utf-8").read())
        for kind, name, head, body in bodies(text):
            if name.startswith("Q") and re.search(r"export declare abstract class %s\b" % name, text):
                abstract.add(name)
            got = members_of(body)
            if name.endswith("Statics"):
                # The static side of a class that is written by hand.
                statics = classes.setdefault(name[:-len("Statics")], {"bases": [], "members": {}})["members"]
                for key, value in got.items():
                    statics.setdefault(f"static {key}", value)
                continue
            bases = re.findall(r"\b([A-Z]\w+)", re.sub(r"<.*?>", "", head.replace("implements", "extends")))
            entry = classes.setdefault(name, {"bases": [], "members": {}})
            entry["bases"] += [b for b in bases if b not in entry["bases"] and b != name]
            if kind == "class":
                entry["class"] = True
                entry["js"] = path in others
            for key, value in got.items():
                entry["members"].setdefault(key, value)
        for m in re.finditer(r"export (?:async )?function (\w+)", text):
            functions[m.group(1)] = os.path.relpath(path, project)
    for path in sorted(glob.glob(os.path.join(project, "src/qt/generated/*/enums.ts"))):
        for m in re.finditer(r"export (?:const|enum|const enum) (\w+)", strip(open(path, encoding="utf-8").read())):
            enums[m.group(1)] = True
    # what is exported: asyncio, executor and so on
    for path in sorted(glob.glob(os.path.join(project, "src/asyncio/**/*.ts"), recursive=True) + glob.glob(os.path.join(project, "src/executor/**/*.ts"), recursive=True)):
        text = strip(open(path, encoding="utf-8").read())
        for m in re.finditer(r"export (?:async )?(?:function|class|const) (\w+)", text):
            functions.setdefault(m.group(1), os.path.relpath(path, project))
    events = {}
    for name, value in classes.get("EventTypes", {"members": {}})["members"].items():
        events[name] = value.get("type", "")
    js = sorted(n for n, c in classes.items() if c.get("js") and n.startswith("Q"))
    creatable = {n for n, c in classes.items() if c.get("class") and n.startswith("Q")} - abstract
    return {"classes": classes, "creatable": sorted(creatable), "abstract": sorted(abstract), "js": js,
            "functions": functions, "enums": sorted(enums), "events": events}


if __name__ == "__main__":
    surface = read(sys.argv[1])
    if len(sys.argv) > 2:
        json.dump(surface, open(sys.argv[2], "w"), indent=1, sort_keys=True)
    q = [c for c in surface["classes"] if c.startswith("Q") and not c.endswith("Properties")]
    print(len(q), "classes,", len(surface["creatable"]), "can be created,",
          sum(len(surface["classes"][c]["members"]) for c in q), "members,", len(surface["functions"]), "functions,", len(surface["events"]), "kinds of events")
