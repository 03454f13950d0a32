// Makes photos small before they travel: at most 1600 px and about 350 KB, facts (EXIF) kept.
// Enhances <input type="file" data-shrink>; without this script the plain input sends originals.

const SIDE = 1600;
const BYTES = 350 * 1024;
// Longest side and quality, tried in turn until the picture is small enough.
const TRIES = [[SIDE, 0.85], [SIDE, 0.75], [SIDE, 0.65], [SIDE, 0.55], [1280, 0.6], [1024, 0.5]];
const ORIENTATION = 0x0112;

// The EXIF block of a JPEG as bytes, told to be upright because the canvas has turned the picture.
async function facts(file) {
  const view = new DataView(await file.slice(0, 262144).arrayBuffer());
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) {
    return null;
  }
  let at = 2;
  while (at + 10 < view.byteLength && view.getUint8(at) === 0xff) {
    const size = view.getUint16(at + 2);
    if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
      if (at + 2 + size > view.byteLength) {
        return null;
      }
      const block = view.buffer.slice(at, at + 2 + size);
      return setUpright(block) ? block : null;
    }
    at += 2 + size;
  }
  return null;
}

function setUpright(block) {
  const view = new DataView(block, 10);
  if (view.byteLength < 8) {
    return false;
  }
  const little = view.getUint16(0) === 0x4949;
  const first = view.getUint32(4, little);
  if (first + 2 > view.byteLength) {
    return false;
  }
  const count = view.getUint16(first, little);
  for (let n = 0; n < count; n += 1) {
    const entry = first + 2 + n * 12;
    if (entry + 12 > view.byteLength) {
      return false;
    }
    if (view.getUint16(entry, little) === ORIENTATION) {
      view.setUint16(entry + 8, 1, little);
    }
  }
  return true;
}

// An <img> turns the picture upright in every engine we support; createImageBitmap(file) does not.
async function upright(file) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function resized(canvas, side) {
  const scale = Math.min(1, side / Math.max(canvas.width, canvas.height));
  if (scale === 1) {
    return canvas;
  }
  const result = document.createElement("canvas");
  result.width = Math.max(1, Math.round(canvas.width * scale));
  result.height = Math.max(1, Math.round(canvas.height * scale));
  result.getContext("2d").drawImage(canvas, 0, 0, result.width, result.height);
  return result;
}

function encoded(canvas, quality) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

async function smaller(file, canvas) {
  if (file.size <= BYTES && canvas.width < SIDE && canvas.height < SIDE) {
    return file;
  }
  let blob = null;
  for (const [side, quality] of TRIES) {
    blob = await encoded(resized(canvas, side), quality);
    if (blob && blob.size <= BYTES) {
      break;
    }
  }
  if (!blob || blob.size >= file.size) {
    return file;
  }
  const exif = await facts(file);
  const parts = exif ? [blob.slice(0, 2), exif, blob.slice(2)] : [blob];
  const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
  return new File(parts, name, { type: "image/jpeg", lastModified: file.lastModified });
}

function size(bytes) {
  return bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function thumbnail(canvas) {
  const small = resized(canvas, 320);
  small.setAttribute("role", "img");
  return small;
}

function tile(entry, remove) {
  const box = document.createElement("li");
  box.className = "photo";
  if (entry.canvas) {
    entry.canvas.setAttribute("aria-label", `已选照片 ${entry.file.name}`);
    box.append(entry.canvas);
  }
  const text = document.createElement("p");
  text.className = "hint";
  text.textContent = entry.canvas
    ? `${size(entry.before)}，压缩后 ${size(entry.file.size)}`
    : `${entry.file.name}：这张照片在手机上打不开，会按原样上传（${size(entry.before)}）`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn-bare";
  button.textContent = "去掉这张";
  button.setAttribute("aria-label", `去掉照片 ${entry.file.name}`);
  button.addEventListener("click", remove);
  box.append(text, button);
  return box;
}

async function prepared(file) {
  try {
    const canvas = await upright(file);
    const result = await smaller(file, canvas);
    return { before: file.size, file: result, canvas: thumbnail(canvas) };
  } catch (error) {
    // HEIC on a browser that cannot show it, for example: the server gets the original and decides.
    console.info(error.name);
    return { before: file.size, file, canvas: null };
  }
}

function enhance(input) {
  const most = Number(input.dataset.shrinkMax || 9);
  const list = document.createElement("ul");
  list.className = "photos";
  const status = document.createElement("p");
  status.className = "hint";
  status.setAttribute("role", "status");
  input.after(status, list);
  let entries = [];

  function show() {
    const bag = new DataTransfer();
    entries.forEach((entry) => bag.items.add(entry.file));
    input.files = bag.files;
    list.replaceChildren(
      ...entries.map((entry) =>
        tile(entry, () => {
          entries = entries.filter((other) => other !== entry);
          show();
          input.focus();
        }),
      ),
    );
    const total = entries.reduce((sum, entry) => sum + entry.file.size, 0);
    status.textContent = entries.length ? `已选 ${entries.length} 张，共 ${size(total)}` : "";
  }

  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const submit = input.form ? [...input.form.querySelectorAll("[type=submit]")] : [];
    submit.forEach((button) => { button.disabled = true; });
    for (const [index, file] of chosen.entries()) {
      status.textContent = `正在处理第 ${index + 1} 张，共 ${chosen.length} 张…`;
      const entry = await prepared(file);
      entries = input.multiple ? [...entries, entry] : [entry];
    }
    const over = entries.length - most;
    entries = entries.slice(0, most);
    show();
    if (over > 0) {
      status.textContent += `。最多 ${most} 张，后面的 ${over} 张没有加上。`;
    }
    submit.forEach((button) => { button.disabled = false; });
  });
}

document.querySelectorAll("input[type=file][data-shrink]").forEach(enhance);
