// The review widget. Text of a draft is only ever set as text, never as markup.

const KEYS = {
  "1": ["decide", "allow"], "2": ["decide", "review"], "3": ["decide", "block"], Enter: ["accept"],
  ArrowLeft: ["go", 1], ArrowRight: ["go", -1], u: ["undo"], c: ["correct"],
};
const DIGITS = "٠١٢٣٤٥٦٧٨٩";
const LETTERS = { // the same keys on an Arabic keyboard
  "ع": "u", "ؤ": "c", "ث": "e", "ى": "n", "ة": "m", "ء": "x", "ص": "w", "ً": "W", "لا": "b",
};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Offsets of Python are code points, those of the browser are UTF-16 units.
const codePoints = (text, units) => [...text.slice(0, units)].length;

function pieces(text, marks) {
  const letters = [...text];
  const cuts = [...new Set([0, letters.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const over = marks.filter((mark) => mark.start <= start && end <= mark.end);
    return { start, text: letters.slice(start, end).join(""), over };
  });
}

function render({ model, el }) {
  const words = model.get("words");
  const rtl = words.lang === "ar";
  let mode = "read";
  let sent = 0;

  const send = (kind, value) => {
    sent += 1;
    model.send({ kind, value, number: sent });
  };

  const root = element("div", { class: "khobar-review", dir: rtl ? "rtl" : "ltr", lang: words.lang, tabindex: "0" });
  el.append(root);

  function bar(shown) {
    const total = Math.max(shown.total, 1);
    const label = `${shown.done} / ${shown.total}`;
    const progress = element("progress", { max: total, value: shown.done, "aria-label": label });
    return element("div", { class: "bar" }, progress, element("bdi", {}, label));
  }

  function post(shown) {
    const place = element("p", { class: "post", dir: "auto" });
    for (const piece of pieces(shown.text, shown.marks)) {
      if (!piece.over.length) {
        place.append(piece.text);
        continue;
      }
      const names = piece.over.map((mark) => mark.name).join(" · ");
      place.append(element("mark", { class: piece.over[0].check, title: names, "data-start": piece.start }, piece.text));
    }
    return place;
  }

  function reason(item) {
    const line = element("li", { class: item.decision }, element("strong", {}, item.name), ": ");
    if (item.old) line.append("«", element("bdi", {}, item.old), "» ");
    line.append(item.message);
    if (item.new !== null) line.append(" ", element("ins", {}, element("bdi", {}, item.new)));
    if (item.clause) line.append(" ", element("small", {}, item.clause));
    return line;
  }

  function button(key, word, action, name) {
    const made = element("button", { type: "button", class: name || "" }, element("kbd", {}, key), " ", words[word]);
    made.addEventListener("click", () => { action(); root.focus(); });
    return made;
  }

  function buttons() {
    const act = (key) => () => press(key);
    return element("div", { class: "buttons", role: "toolbar" },
      button("1", "allow", act("1"), "allow"), button("2", "review", act("2"), "review"),
      button("3", "block", act("3"), "block"), button("⏎", "accept", act("Enter")),
      button(rtl ? "→" : "←", "previous", act(rtl ? "ArrowRight" : "ArrowLeft")),
      button(rtl ? "←" : "→", "next", act(rtl ? "ArrowLeft" : "ArrowRight")),
      button("u", "undo", act("u")), button("e", "edit", act("e")), button("c", "correct", act("c")),
      button("w", "word", act("w")), button("W", "words", act("W")), button("m", "mark", act("m")),
      button("x", "unmark", act("x")), button("n", "note", act("n")));
  }

  function field(value, kind) {
    const area = element("textarea", { dir: "auto", rows: "4", "aria-label": words[kind] });
    area.value = value;
    const close = () => { mode = "read"; draw(); root.focus(); };
    const done = () => { mode = "read"; send(kind, area.value); root.focus(); };
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) done();
    });
    const box = element("div", { class: "field" }, area,
      button("Ctrl+⏎", "done", done), button("Esc", "cancel", close));
    queueMicrotask(() => area.focus());
    return box;
  }

  function chooser(span) {
    const kinds = model.get("kinds");
    const choice = element("select", { "aria-label": words.mark });
    kinds.forEach((kind, index) => choice.append(element("option", { value: index }, kind.name)));
    const close = () => { mode = "read"; draw(); root.focus(); };
    const done = () => {
      const { check, type, role } = kinds[Number(choice.value)];
      mode = "read";
      send("mark", { check, type, role, ...span });
      root.focus();
    };
    choice.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close();
      if (event.key === "Enter") done();
    });
    queueMicrotask(() => choice.focus());
    return element("div", { class: "field" }, choice, button("⏎", "done", done), button("Esc", "cancel", close));
  }

  function pageSelection() {
    const page = el.getRootNode();
    return page.getSelection ? page.getSelection() : document.getSelection();
  }

  // What is selected of the draft, without the spaces around it, in code points; null where nothing of it is.
  function selected() {
    const place = root.querySelector(".post");
    const selection = pageSelection();
    if (!place || !selection || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (range.collapsed || !place.contains(range.startContainer) || !place.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(place, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const chosen = range.toString();
    const start = before.toString().length + chosen.length - chosen.trimStart().length;
    const text = place.textContent;
    return chosen.trim() ? { start: codePoints(text, start), end: codePoints(text, start + chosen.trim().length) } : null;
  }

  // Without a mouse: w selects the next word of the draft, b the one before, W one more.
  function selectWord(key) {
    const selection = pageSelection();
    const kept = selected() && selection.getRangeAt(0).cloneRange();
    if (!kept) selection.collapse(root.querySelector(".post"), 0);
    else if (key === "w") selection.collapseToEnd();
    else if (key === "b") {
      selection.collapseToStart();
      selection.modify("move", "backward", "word");
    }
    let length;
    do { // past spaces alone, to a word
      length = selection.toString().length;
      selection.modify("extend", "forward", "word");
    } while (!selection.toString().trim() && selection.toString().length > length);
    if (kept && !selected()) { // there is no further word
      selection.removeAllRanges();
      selection.addRange(kept);
    }
  }

  function say(problem) {
    root.querySelector(".problem").textContent = problem;
  }

  function unmark() {
    const shown = model.get("shown");
    const span = selected();
    if (!span) return say(words.select_first);
    for (const mark of shown.marks.filter((mark) => mark.start < span.end && span.start < mark.end)) {
      const { check, type, start, end, role, pupil, correction } = mark;
      send("unmark", { check, type, start, end, role, pupil, correction });
    }
    return undefined;
  }

  function press(key) {
    if (KEYS[key]) send(...KEYS[key]);
    else if (key === "x") unmark();
    else if ("wbW".includes(key)) selectWord(key);
    else if (key === "m") {
      const span = selected();
      if (!span) return say(words.select_first);
      mode = span;
      draw();
    } else if (key === "e" || key === "n") {
      mode = key === "e" ? "edit" : "note";
      draw();
    }
    return undefined;
  }

  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the notebook has keys of its own
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== root) return;
    const digit = DIGITS.indexOf(event.key);
    const typed = digit >= 0 ? String(digit) : LETTERS[event.key] || event.key;
    const key = [typed, typed.toLowerCase()].find((name) => name in KEYS || "exnmwbW".includes(name));
    if (key) {
      event.preventDefault();
      press(key);
    }
  });

  function draw() {
    const shown = model.get("shown");
    root.dataset.answers = shown.answers || 0;
    root.dataset.draft = shown.id || "";
    root.replaceChildren(bar(shown), element("p", { class: "problem", role: "status" }, shown.problem || ""));
    if (shown.unread && shown.unread.length) {
      root.append(element("details", {}, element("summary", {}, `${words.unreadable}: ${shown.unread.length}`),
        element("ul", {}, ...shown.unread.map((line) => element("li", { dir: "ltr" }, line)))));
    }
    if (!shown.id) return root.append(element("p", {}, words.finished));
    root.append(element("p", { class: `banner ${shown.machine}` }, shown.headline));
    if (shown.decision) root.append(element("p", { class: "decided" }, `${words.decided}: ${words[shown.decision]}`));
    root.append(post(shown));
    if (shown.note) root.append(element("p", { class: "note", dir: "auto" }, shown.note));
    if (mode === "edit") root.append(field(shown.text, "edit"));
    else if (mode === "note") root.append(field(shown.note, "note"));
    else if (mode !== "read") root.append(chooser(mode));
    root.append(buttons(), element("ol", { class: "reasons" }, ...shown.reasons.map(reason),
      ...shown.failures.map((failure) => element("li", {}, failure))));
    if (shown.done === shown.total) root.append(element("p", { class: "finished" }, words.finished));
    return undefined;
  }

  const redraw = () => { mode = "read"; draw(); };
  model.on("change:shown", redraw);
  draw();
  return () => model.off("change:shown", redraw);
}

export default { render };
