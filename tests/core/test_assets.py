"""Front-end files of others are exactly those that were fetched, and ask no foreign host."""

import base64
import hashlib
import io
import json
import re
import tarfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.template import Context, Template, TemplateSyntaxError
from django.templatetags.static import static

from anyue.core import assets
from anyue.core.management.commands import vendor_assets

LOCK = json.loads(assets.lock_file().read_text(encoding="utf-8"))
FILES = [
    (vendor_assets.FOLDERS[entry["folder"]], path, pin)
    for entry in LOCK.values()
    for path, pin in entry["files"].items()
]
# Names inside comments, namespaces and help texts; nothing is fetched from them.
HARMLESS_HOSTS = {
    "www.w3.org",
    "getbootstrap.com",
    "github.com",
    "htmx.org",
    "mozilla.org",
    "dequeuniversity.com",
    "www.deque.com",
}


def rendered(source):
    return Template("{% load anyue %}" + source).render(Context())


@pytest.mark.parametrize(("folder", "path", "pin"), FILES, ids=lambda v: str(v)[-30:])
def test_a_vendored_file_has_the_hash_of_the_lock(folder, path, pin):
    digest = hashlib.sha384((folder / path).read_bytes()).digest()

    assert f"sha384-{base64.b64encode(digest).decode()}" == pin


def test_no_vendored_file_is_unknown_to_the_lock():
    for folder in vendor_assets.FOLDERS.values():
        known = {path for place, path, _ in FILES if place == folder}
        found = {
            p.relative_to(folder).as_posix() for p in (folder / "vendor").rglob("*") if p.is_file()
        }
        assert found - known == set()


def foreign_hosts(text):
    return set(re.findall(r"(?:https?:|[\"'(=\s])//([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b", text))


@pytest.mark.parametrize("name", sorted(LOCK))
def test_vendored_code_names_no_foreign_host_outside_the_list(name):
    folder = vendor_assets.FOLDERS[LOCK[name]["folder"]]
    hosts = set()
    for path in LOCK[name]["files"]:
        if path.endswith((".js", ".css", ".svg")):
            hosts |= foreign_hosts((folder / path).read_text(encoding="utf-8"))

    assert hosts - HARMLESS_HOSTS == set()


def test_a_foreign_host_is_seen_with_and_without_a_scheme():
    assert foreign_hosts('a{background:url("//fonts.example.net/a.css")}') == {"fonts.example.net"}
    assert foreign_hosts("fetch('https://cdn.example.org/x')") == {"cdn.example.org"}


def test_no_source_map_comment_is_left():
    for folder, path, _ in FILES:
        assert b"sourceMappingURL" not in (folder / path).read_bytes()


def test_every_package_keeps_its_licence_and_stands_in_the_list():
    listing = (vendor_assets.ROOT / "vendor/THIRD_PARTY.md").read_text(encoding="utf-8")
    for name, entry in LOCK.items():
        assert any(path.endswith("/LICENSE") for path in entry["files"])
        assert f"| {name} |" in listing
        assert f"| {entry['version']} |" in listing


def test_a_vendored_script_is_pinned_by_its_hash():
    html = rendered('{% asset "htmx" %}')

    assert f'integrity="{LOCK["htmx"]["files"][LOCK["htmx"]["entry"]]}"' in html
    assert 'crossorigin="anonymous"' in html
    assert html.startswith("<script src=")
    assert " defer>" in html


def test_our_own_script_is_a_module_and_our_stylesheet_a_link():
    assert 'type="module"' in rendered('{% asset "errors" %}')
    assert rendered('{% asset "css" %}').startswith('<link rel="stylesheet"')


def test_every_own_asset_is_there():
    assert [path for path in assets.OWN.values() if not (assets.STATIC / path).is_file()] == []


def test_collecting_with_hashed_names_keeps_every_pinned_byte(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}

    call_command("collectstatic", interactive=False, verbosity=0)

    for asset in assets.vendored().values():
        collected = tmp_path / static(asset.path).removeprefix(settings.STATIC_URL)
        assert collected.name != (assets.STATIC / asset.path).name
        assert vendor_assets.integrity(collected.read_bytes()) == asset.integrity


def test_an_unknown_asset_or_icon_is_refused_with_its_name():
    with pytest.raises(KeyError, match="没有名为 jquery 的前端文件"):
        rendered('{% asset "jquery" %}')
    with pytest.raises(TemplateSyntaxError, match="图标 unicorn 不在"):
        rendered('{% icon "unicorn" %}')


def test_an_icon_beside_a_word_is_silent_and_alone_it_speaks():
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')
    assert 'role="img" aria-label="拍照"' in rendered('{% icon "camera" "拍照" %}')


def archive(**files):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name, text in files.items():
            data = text.encode()
            info = tarfile.TarInfo(f"package/{name.replace('__', '.')}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def entry_for(data, *files):
    sha512 = base64.b64encode(hashlib.sha512(data).digest()).decode()
    return {"version": "1.0.0", "sha512": sha512, "files": list(files)}


def test_unpacking_takes_the_listed_files_and_strips_the_source_map():
    data = archive(a__js="let a = 1;\n//# sourceMappingURL=a.js.map\n", LICENSE="MIT", b__js="b")

    files = vendor_assets.unpack("a", entry_for(data, "a.js", "LICENSE"), data)

    assert files == {"vendor/a-1.0.0/a.js": b"let a = 1;\n", "vendor/a-1.0.0/LICENSE": b"MIT"}


def test_an_archive_with_another_hash_is_refused():
    data = archive(LICENSE="MIT")

    with pytest.raises(CommandError, match="sha512 对不上"):
        vendor_assets.unpack("a", entry_for(data, "LICENSE"), data + b" ")


def test_a_file_that_the_archive_lacks_is_named():
    data = archive(LICENSE="MIT")

    with pytest.raises(CommandError, match=r"没有 dist/a\.js"):
        vendor_assets.unpack("a", entry_for(data, "dist/a.js"), data)
