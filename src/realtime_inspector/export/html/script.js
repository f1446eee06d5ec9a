"use strict";
// Everything that came over the wire is shown by textContent; nothing is ever parsed as HTML.
(() => {
  const FAMILIES = ["session", "items", "response", "input", "output", "tools", "other"];
  const SIGNS = ["↑", "↓", "·"];
  const WAYS = ["sent", "received", "direction unknown"];
  const [SEQ, WAY, TYPE, FAMILY, TIME, WORDS, FLAGS, SIZE, RULES, TEXT] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const FAILURE = 1, DELTA = 2, TEXT_DELTA = 4;
  const SLICE_MS = 12;      // of work between two moments in which the page can react
  const MARGIN = 8;         // rows that are drawn above and below what can be seen
  const MOST_PRETTY = 200000; // characters of JSON that are laid out in colour

  const $ = (id) => document.getElementById(id);
  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // The same characters as core/safe.py: what draws nothing or steers what shows it.
  const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Cs}\p{Co}\ufdd0-\ufdef\ufe00-\ufe0d\ufff0-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]/gu;
  const visible = (text) => text.replace(UNSAFE, (character) => {
    if (character === "\n") return "⏎";
    if (character === "\t") return "→";
    return `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });

  // ---- JSON, laid out without being parsed: numbers and the order of keys stay as they came.

  const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)|([{}[\],])|\s+|./gs;

  function laidOut(text) {
    const out = document.createDocumentFragment();
    let depth = 0, fresh = true;
    const put = (name, piece) => out.append(name ? make("span", name, piece) : piece);
    const line = () => { out.append("\n" + "  ".repeat(depth)); fresh = true; };
    const tokens = [...text.matchAll(TOKEN)].filter((match) => match[0].trim());
    tokens.forEach((match, at) => {
      const [token, string, colon, number, word, mark] = match;
      const next = tokens[at + 1] && tokens[at + 1][0];
      if (mark === "{" || mark === "[") {
        put("", token);
        depth += 1;
        if (next !== "}" && next !== "]") line();
      } else if (mark === "}" || mark === "]") {
        const last = tokens[at - 1] && tokens[at - 1][0];
        depth = Math.max(0, depth - 1);
        if (last !== "{" && last !== "[") line();
        put("", token);
      } else if (mark === ",") { put("", token); line(); }
      else if (string && colon) { put("key", string); put("", ": "); }
      else if (string) put("string", string);
      else if (number) put("number", number);
      else if (word) put("word", word);
      else put("", visible(token));
      fresh = false;
    });
    return out;
  }

  function coloured(text) { // laid out already: only the colours are missing
    const out = document.createDocumentFragment();
    for (const match of text.matchAll(TOKEN)) {
      const [token, string, colon, number, word] = match;
      const name = string ? (colon ? "key" : "string") : number ? "number" : word ? "word" : "";
      out.append(name ? make("span", name, string || token) : token);
      if (string && colon) out.append(colon);
    }
    return out;
  }

  function showJson(target, text) {
    if (text.length > MOST_PRETTY || !/^\s*[{[]/.test(text)) target.textContent = visible(text);
    else target.replaceChildren(laidOut(text));
  }

  // ---- The events.

  const events = [];
  for (const script of document.querySelectorAll("script.data")) {
    for (const row of JSON.parse(script.textContent)) events.push(row);
    script.remove();
  }
  const state = { shown: [], chosen: -1, families: new Set(), errors: false, query: "", pass: 0 };
  const list = $("list"), rows = $("rows"), found = $("found"), detail = $("detail");
  let rowHeight = 28;
  list.classList.toggle("timeless", events.every((row) => !row[TIME]));

  function passes(row) {
    if (state.errors && !(row[FLAGS] & FAILURE)) return false;
    if (state.families.size && !state.families.has(row[FAMILY])) return false;
    if (!state.query) return true;
    return `${row[SEQ]} ${row[TYPE]}\n${row[WORDS]}\n${row[RULES]}\n${row[TEXT]}`.toLowerCase().includes(state.query);
  }

  // Filtering goes in slices, so that typing never waits for a long capture.
  function filter() {
    const pass = ++state.pass, kept = [], fold = $("fold").checked && !state.query;
    let at = 0;
    const slice = () => {
      if (pass !== state.pass) return;
      const until = performance.now() + SLICE_MS;
      for (; at < events.length && (at % 64 || performance.now() < until); at += 1) {
        if (!passes(events[at])) continue;
        const last = kept[kept.length - 1];
        const row = events[at];
        if (fold && last && row[FLAGS] & DELTA && !row[RULES] && events[last.at + last.count - 1] === events[at - 1]
            && events[last.at][TYPE] === row[TYPE] && events[last.at][WAY] === row[WAY]) last.count += 1;
        else kept.push({ at, count: 1 });
      }
      if (at < events.length) { setTimeout(slice); return; }
      state.shown = kept;
      const records = kept.reduce((sum, one) => sum + one.count, 0);
      found.textContent = records === events.length
        ? `${events.length.toLocaleString("en")} events`
        : `${records.toLocaleString("en")} of ${events.length.toLocaleString("en")} events`;
      const stays = kept.findIndex((one) => one.at <= state.chosen && state.chosen < one.at + one.count);
      draw(true);
      if (stays >= 0) reveal(stays, true); else list.scrollTop = 0;
      document.documentElement.dataset.ready = String(pass);
    };
    slice();
  }

  let drawn = "";
  function draw(isNew) {
    rowHeight = parseFloat(getComputedStyle(list).getPropertyValue("--row")) || 28;
    const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - MARGIN);
    const last = Math.min(state.shown.length, Math.ceil((list.scrollTop + list.clientHeight) / rowHeight) + MARGIN);
    const key = `${first} ${last} ${state.chosen}`;
    if (!isNew && key === drawn) return;
    drawn = key;
    rows.style.height = `${state.shown.length * rowHeight}px`;
    rows.replaceChildren(...state.shown.slice(first, last).map((one, offset) => drawRow(one, first + offset)));
    if (!state.shown.length) rows.append(make("p", "empty", "No event matches. Clear the search or choose more families."));
    const chosen = rows.querySelector("[aria-selected=true]");
    if (chosen) list.setAttribute("aria-activedescendant", chosen.id);
    else list.removeAttribute("aria-activedescendant");
  }

  function drawRow(one, place) {
    const row = events[one.at];
    const element = make("div", `row f-${FAMILIES[row[FAMILY]]}`);
    element.id = `row-${row[SEQ]}`;
    element.dataset.at = one.at;
    element.setAttribute("role", "option");
    element.setAttribute("aria-posinset", place + 1);
    element.setAttribute("aria-setsize", state.shown.length);
    element.setAttribute("aria-selected", String(one.at <= state.chosen && state.chosen < one.at + one.count));
    if (row[FLAGS] & FAILURE) element.classList.add("failure");
    element.style.transform = `translateY(${place * rowHeight}px)`;
    const way = make("span", `way way-${row[WAY]}`, SIGNS[row[WAY]]);
    way.title = WAYS[row[WAY]];
    const type = make("span", "type", visible(row[TYPE]));
    if (one.count > 1) type.prepend(make("b", "times", `${one.count}×`));
    element.append(make("span", "seq", row[SEQ]), make("span", "time", row[TIME]), way, type,
      make("span", "words", visible(saying(one))));
    if (row[RULES]) element.lastChild.prepend(make("b", "rules", row[RULES]), " ");
    return element;
  }

  function saying(one) {
    if (!(events[one.at][FLAGS] & TEXT_DELTA)) return events[one.at][WORDS];
    let words = "";
    for (let at = one.at; at < one.at + one.count && words.length < 200; at += 1) words += events[at][WORDS];
    return `«${words}»`;
  }

  function placeOf(at) {
    return state.shown.findIndex((one) => one.at <= at && at < one.at + one.count);
  }

  function reveal(place, isFar) {
    const top = place * rowHeight;
    if (isFar) list.scrollTop = top - list.clientHeight / 3;
    else if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + rowHeight - list.clientHeight;
    draw(true);
  }

  function choose(at, isFar) {
    if (!events[at]) return;
    state.chosen = at;
    const place = placeOf(at);
    if (place >= 0) reveal(place, isFar); else draw(true);
    drawDetail(events[at], at);
  }

  function drawDetail(row, at) {
    const head = make("header"), title = make("h3", "", visible(row[TYPE]));
    const facts = [`event ${row[SEQ]}`, row[TIME], WAYS[row[WAY]], `${row[SIZE].toLocaleString("en")} bytes`, row[RULES]];
    const bar = make("div", "bar");
    const button = (label, name, act, isOff) => {
      const element = make("button", "", label);
      element.type = "button";
      element.disabled = Boolean(isOff);
      element.setAttribute("aria-label", name);
      element.addEventListener("click", act);
      bar.append(element);
      return element;
    };
    button("↑", "Previous event", () => choose(at - 1), at === 0);
    button("↓", "Next event", () => choose(at + 1), at === events.length - 1);
    const copy = button("Copy", "Copy the JSON", async () => { copy.textContent = await copied(row[TEXT], code) ? "Copied" : "Selected"; });
    head.append(title, make("p", "facts", facts.filter(Boolean).join(" · ")), bar);
    const code = make("pre", "code");
    code.tabIndex = 0;
    if (row[TEXT]) showJson(code, row[TEXT]); else code.textContent = "(binary frame)";
    detail.replaceChildren(head, code);
    if (row[TEXT].includes('"$audio"')) {
      detail.append(make("p", "aside", "The sound was taken out of the JSON; its item in the conversation plays it."));
    }
  }

  async function copied(text, code) {
    try { await navigator.clipboard.writeText(text); return true; }
    catch { getSelection().selectAllChildren(code); return false; } // then Ctrl+C does it
  }

  function choosePlace(place) {
    const one = state.shown[Math.max(0, Math.min(state.shown.length - 1, place))];
    if (one) choose(one.at);
  }

  list.addEventListener("scroll", () => draw(false), { passive: true });
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row) choose(Number(row.dataset.at));
  });
  list.addEventListener("keydown", (event) => {
    const now = placeOf(state.chosen), page = Math.max(1, Math.floor(list.clientHeight / rowHeight) - 1);
    const steps = { ArrowDown: now + 1, j: now + 1, ArrowUp: now - 1, k: now - 1, PageDown: now + page,
      PageUp: now - page, Home: 0, g: 0, End: state.shown.length - 1, G: state.shown.length - 1 };
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choosePlace(steps[event.key]);
  });
  new ResizeObserver(() => draw(true)).observe(list);

  // ---- Filters.

  const counts = FAMILIES.map((_, family) => events.filter((row) => row[FAMILY] === family).length);
  const errors = events.filter((row) => row[FLAGS] & FAILURE).length;
  const chip = (label, count, name, act) => {
    const element = make("button", `chip ${name}`);
    element.type = "button";
    element.append(make("span", "", label), make("span", "count", count));
    element.setAttribute("aria-pressed", "false");
    element.addEventListener("click", () => {
      const isOn = element.getAttribute("aria-pressed") !== "true";
      element.setAttribute("aria-pressed", String(isOn));
      act(isOn);
      filter();
    });
    $("families").append(element);
  };
  FAMILIES.forEach((family, at) => {
    if (counts[at]) chip(family, counts[at], `f-${family}`, (isOn) => isOn ? state.families.add(at) : state.families.delete(at));
  });
  if (errors) chip("errors", errors, "failure", (isOn) => { state.errors = isOn; });
  $("search").addEventListener("input", () => { state.query = $("search").value.toLowerCase(); filter(); });
  $("search").form.addEventListener("submit", (event) => event.preventDefault());
  $("fold").addEventListener("change", filter);

  // ---- Views.

  const views = [...document.querySelectorAll(".view")], tabs = [...document.querySelectorAll("nav a")];
  function open(name) {
    for (const view of views) view.hidden = view.id !== name;
    for (const tab of tabs) {
      if (tab.dataset.view === name) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (name === "events") draw(true);
  }
  function show(part) {
    const view = part?.closest(".view");
    open(view ? view.id : "conversation");
    // It was hidden when the browser looked for it.
    if (view && view !== part) part.scrollIntoView();
  }
  function route() {
    const name = location.hash.slice(1);
    const seq = /^e(\d+)$/.exec(name);
    if (!seq) { show($(name)); return; }
    open("events");
    choose(events.findIndex((row) => row[SEQ] === Number(seq[1])), true);
    list.focus({ preventScroll: true });
  }
  addEventListener("hashchange", route);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    location.hash = "events";
    open("events");
    $("search").focus();
  });

  // ---- Sound: the browser's own player, with the waveform in front of it.

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  for (const figure of document.querySelectorAll("figure.sound")) {
    const audio = figure.querySelector("audio"), wave = figure.querySelector(".wave");
    if (!audio) continue;
    const share = Number(figure.dataset.heard);
    const button = make("button", "play", "▶"), slider = make("input"), stage = make("div", "stage");
    const at = make("span", "at");
    button.type = "button";
    button.setAttribute("aria-label", `Play: ${audio.getAttribute("aria-label")}`);
    slider.type = "range";
    slider.min = 0; slider.max = 1; slider.step = 0.001; slider.value = 0;
    slider.setAttribute("aria-label", "Position");
    const played = wave.cloneNode(true);
    played.classList.add("played");
    wave.before(stage);
    stage.append(wave, played, slider);
    stage.style.setProperty("--heard", share);
    figure.prepend(button);
    figure.querySelector("figcaption").prepend(at);
    const show = () => {
      const part = audio.duration ? audio.currentTime / audio.duration : 0;
      stage.style.setProperty("--at", part * share);
      slider.value = part;
      at.textContent = part ? `${clock(audio.currentTime)} / ` : "";
      button.textContent = audio.paused ? "▶" : "❚❚";
      if (!audio.paused) requestAnimationFrame(show);
    };
    button.addEventListener("click", () => {
      if (!audio.paused) { audio.pause(); return; }
      for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
      audio.play();
    });
    slider.addEventListener("input", () => {
      const part = Number(slider.value);
      const seek = () => { audio.currentTime = part * audio.duration; show(); };
      if (audio.readyState) seek();
      else { audio.addEventListener("loadedmetadata", seek, { once: true }); audio.load(); }
    });
    for (const name of ["play", "pause", "ended", "seeked"]) audio.addEventListener(name, show);
  }

  // ---- Light and dark.

  const dark = matchMedia("(prefers-color-scheme: dark)"), theme = $("theme"), root = document.documentElement;
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; label(); });
  dark.addEventListener("change", label);

  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
  if (innerWidth < 900) for (const part of document.querySelectorAll("aside details[open]")) part.open = false;
  for (const code of document.querySelectorAll("pre.json")) code.replaceChildren(coloured(code.textContent));
  for (const element of document.querySelectorAll(".script")) element.hidden = false;
  root.classList.add("scripted");
  label();
  filter();
  route();
})();
