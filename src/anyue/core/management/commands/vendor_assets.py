"""Fetch the front-end files of others that vendor/assets.toml names; for developers only.

Running the site needs neither npm nor this command: its results are part of the repository.
"""

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from anyue.core.assets import LOCK_NAME, STATIC

ROOT = Path(settings.BASE_DIR)
FOLDERS = {"static": STATIC, "tests": ROOT / "tests"}
MAP_COMMENT = re.compile(
    rb"\s*(//[#@]\s*sourceMappingURL=[^\n]*|/\*[#@]\s*sourceMappingURL=.*?\*/)"
)
HEAD = """# 第三方前端文件

由 `manage.py vendor_assets` 按 vendor/assets.toml 生成，请不要手改。

| 名称 | 软件包 | 版本 | 许可证 | 用途 |
|---|---|---|---|---|
"""


def integrity(data: bytes) -> str:
    """The value of an integrity attribute: sha384- and base64."""
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def checked(name: str, archive: bytes, sha512: str) -> bytes:
    """Hand the archive back if its sha512 (base64) is the expected one.

    Raises:
        CommandError: it is not.
    """
    found = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != sha512:
        raise CommandError(
            f"{name} 的压缩包 sha512 对不上：清单写 {sha512}，实际 {found}。没有写入任何文件。"
        )
    return archive


def member(archive: bytes, path: str) -> bytes:
    """One file of an npm archive, below its package/ folder.

    Raises:
        CommandError: the archive has no such file.
    """
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        try:
            stream = tar.extractfile(f"package/{path}")
        except KeyError as error:
            raise CommandError(f"压缩包里没有 {path}，请改正 vendor/assets.toml。") from error
        if stream is None:
            raise CommandError(f"压缩包里的 {path} 不是文件，请改正 vendor/assets.toml。")
        return stream.read()


def without_map(path: str, data: bytes) -> bytes:
    """The same script or style without its source map comment.

    The comment names a file that is not shipped, and hashed file names refuse to be made of it.
    """
    return MAP_COMMENT.sub(b"", data) if path.endswith((".js", ".css")) else data


def symbol(name: str, svg: str) -> str:
    """One picture of the sprite, from the file of an outline or filled icon."""
    body = svg.split(">", 1)[1].rsplit("</svg>", 1)[0]
    body = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", body)
    body = re.sub(r"\s*\n\s*", "", body).replace(" />", "/>")
    paint = ' fill="currentColor" stroke="none"' if 'fill="currentColor"' in svg else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24"{paint}>{body}</symbol>'


def sprite(entry: dict[str, Any], archive: bytes) -> bytes:
    """All wanted pictures in one SVG file."""
    parts = [
        symbol(name, member(archive, f"icons/{path}.svg").decode())
        for name, path in entry["symbols"].items()
    ]
    parts += [
        f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'
        for name, body in entry["drawn"].items()
    ]
    body = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'.encode()


def unpack(name: str, entry: dict[str, Any], archive: bytes) -> dict[str, bytes]:
    """Files to write, by path below the asset's folder; the first one is its entry."""
    checked(name, archive, entry["sha512"])
    files = {entry["sprite"]: sprite(entry, archive)} if "sprite" in entry else {}
    for path in entry["files"]:
        target = f"vendor/{name}-{entry['version']}/{Path(path).name}"
        files[target] = without_map(path, member(archive, path))
    return files


def packed(entry: dict[str, Any], folder: Path) -> bytes:
    """The archive of one package, through npm; no script of the package runs."""
    npm = shutil.which("npm")
    if npm is None:
        raise CommandError("没有找到 npm：这个命令只在开发机上用，请先安装 node 和 npm。")
    wanted = f"{entry['package']}@{entry['version']}"
    command = [
        npm,
        "pack",
        "--ignore-scripts",
        "--silent",
        "--pack-destination",
        str(folder),
        wanted,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"npm 没有取到 {wanted}：{done.stderr.strip()}")
    return (folder / done.stdout.strip().splitlines()[-1]).read_bytes()


class Command(BaseCommand):
    """Fetch, check, extract, and write the lock and the list of licences."""

    help = "按 vendor/assets.toml 取第三方前端文件（仅开发机使用）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option: a folder of archives already fetched."""
        parser.add_argument("--archives", type=Path, help="已下载的 .tgz 所在目录，不再访问网络")

    def handle(self, *args: object, **options: Any) -> None:
        """Check everything first; write only when every archive is sound."""
        wanted = tomllib.loads((ROOT / "vendor/assets.toml").read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            found = {
                name: unpack(name, entry, self.archive(entry, options["archives"], Path(folder)))
                for name, entry in wanted.items()
            }
        for place in FOLDERS.values():
            shutil.rmtree(place / "vendor", ignore_errors=True)
        for name, files in found.items():
            for path, data in files.items():
                target = FOLDERS[wanted[name]["folder"]] / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        self.write_lists(wanted, found)
        self.stdout.write(f"已更新 {len(found)} 个软件包的前端文件。")

    def archive(self, entry: dict[str, Any], archives: Path | None, folder: Path) -> bytes:
        """The package's archive, from the given folder or through npm."""
        if archives is None:
            return packed(entry, folder)
        plain = entry["package"].lstrip("@").replace("/", "-")
        return (archives / f"{plain}-{entry['version']}.tgz").read_bytes()

    def write_lists(self, wanted: dict[str, Any], found: dict[str, dict[str, bytes]]) -> None:
        """The lock with a sha384 per file, and the list of licences."""
        lock = {
            name: {
                "version": wanted[name]["version"],
                "folder": wanted[name]["folder"],
                "entry": next(iter(files)),
                "files": {path: integrity(data) for path, data in files.items()},
            }
            for name, files in found.items()
        }
        text = json.dumps(lock, indent=2, ensure_ascii=False)
        (ROOT / "vendor" / LOCK_NAME).write_text(text + "\n", encoding="utf-8")
        rows = [
            f"| {name} | {entry['package']} | {entry['version']} "
            f"| {entry['licence']} | {entry['why']} |"
            for name, entry in wanted.items()
        ]
        listing = HEAD + "\n".join(rows) + "\n\n许可证全文在各文件夹的 LICENSE 里。\n"
        (ROOT / "vendor/THIRD_PARTY.md").write_text(listing, encoding="utf-8")
