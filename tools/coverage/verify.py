"""Asks TypeScript itself whether the surface reader is right: every member that is said to be there must compile, every other one must not.

usage: verify.py <project> [--corpus FILE …] (needs deno; writes one file below the project's own import map into a temporary folder)
"""
import glob, json, os, re, shutil, subprocess, sys, tempfile
import measure as m

project = os.path.abspath(sys.argv[1])
m.fill_owners()
product = m.Product(project)
judge = m.Judge(product)
there, missing = set(), set()
for path in [a for a in sys.argv[2:] if a != "--corpus"] or [os.path.join(m.HERE, "corpus-pyside.json")]:
    for e in json.load(open(path))["examples"]:
        for kind, cls, member, args, keywords, _ in e["uses"]:
            if kind not in ("method", "signal") or cls not in product.classes or not product.classes[cls]["members"] and cls not in product.creatable | set(product.classes):
                continue
            if cls.endswith(("Event", "Fields")) or not cls.startswith("Q") or cls in ("QObject",):
                continue
            for name in {member, judge.read.get((cls, member)), judge.write.get((cls, member))} - {None}:
                (there if product.member(cls, name) else missing).add((cls, name))
lines = [f'import * as W from "{project}/widgets.ts";', f'import * as K from "{project}/quick.ts";', f'import * as N from "{project}/network.ts";']
def exported(*parts):
    """The classes that an entry point exports, by the files of its modules."""
    found = set()
    for part in parts:
        pattern = os.path.join(project, "src/qt/generated", part, "*.d.ts") if "/" not in part else os.path.join(project, "src/qt", part)
        for path in glob.glob(pattern):
            found |= set(re.findall(r"export (?:declare )?(?:abstract )?(?:const|class|interface|type) (Q\w+)", open(path, encoding="utf-8").read()))
    return {name for name in found if not name.endswith("Members")}
faces = [("W", exported("core", "gui", "widgets", "calls/values.ts", "calls/model_index.ts", "app/application.ts", "app/gui_application.ts", "app/widgets_application.ts", "objects/qobject.ts")),
         ("K", exported("qml", "quick")), ("N", exported("network"))]
def face(cls):
    return next((f for f, names in faces if cls in names), None)
skipped, number = set(), 0
for cls, name in sorted(there):
    if face(cls):
        lines.append(f"void (null as unknown as {face(cls)}.{cls}).{name};")
        number += 1
    else:
        skipped.add(cls)
absent = 0
for cls, name in sorted(missing):
    if face(cls) and cls not in product.js:
        lines.append(f"// @ts-expect-error: {cls}.{name} is said to be missing\nvoid (null as unknown as {face(cls)}.{cls}).{name};")
        absent += 1
# calls: what is said to fit must compile, what is said to fit no form must not
def value(a):
    if "|" in a and not a.startswith("list["):
        a = next((x for x in m.split_union(a) if x != "None"), "Any")
    if a in ("int", "float"):
        return "1"
    if a == "str":
        return '"x" as string'
    if a == "bool":
        return "true"
    if a == "None":
        return "null"
    if a.startswith("enum:"):
        return "1 as number"
    for base in m.MRO.get(a, ()):
        if base in product.classes and face(base) and base not in ("QUrl",):
            return f"(null as unknown as {face(base)}.{base})"
    return None if a.startswith("Q") else "(null as any)"
good, bad = set(), set()
for path in [a for a in sys.argv[2:] if a != "--corpus"] or [os.path.join(m.HERE, "corpus-pyside.json")]:
    for e in json.load(open(path))["examples"]:
        for kind, cls, member, args, keywords, _ in e["uses"]:
            found = product.member(cls, member) if kind == "method" and face(cls) and cls not in product.js else None
            if not found or found["kind"] != "method" or set(args) & {"&", "?", "*"}:
                continue
            values = [value(a) for a in args]
            if None in values:
                continue
            verdict, note = judge(kind, cls, member, args, keywords)
            fit = any(m.fits_form(args, f, product.classes) for f in found["forms"])
            call = f"(null as unknown as {face(cls)}.{cls}).{member}({', '.join(values)});"
            (good if fit else bad).add(call)
lines += ["function calls() {"] + sorted(good) + [f"// @ts-expect-error: no form is said to fit\n{c}" for c in sorted(bad - good) if "null as any" not in c] + ["}", "void calls;"]
print(f"{len(good)} calls said to fit, {len(bad - good)} said to fit no form")
folder = tempfile.mkdtemp()
file = os.path.join(folder, "verify.ts")
open(file, "w").write("\n".join(lines) + "\n")
got = subprocess.run([*(["deno"] if shutil.which("deno") else ["npx", "-y", "deno@2"]), "check", "--config", os.path.join(project, "deno.json"), file], capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})
errors = [l for l in got.stderr.split("\n") if "[ERROR]" in l]
print(f"{number} members said to be there, {absent} said to be missing; TypeScript disagrees {len(errors)} times; classes without a face: {sorted(skipped)}")
shown = got.stderr.split("\n")
for i in [i for i, l in enumerate(shown) if "[ERROR]" in l][:20]:
    print("\n".join(shown[i:i + 4]))
if got.returncode and not errors:
    print(got.stderr[-2000:])
sys.exit(got.returncode)
