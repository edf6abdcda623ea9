"use strict";
// The map of a draft's area. What is drawn or picked is sent to the form's own address; the list that comes back is the truth.
(() => {
  const at = (id) => document.getElementById(id);
  const form = at("area-form"), place = at("area-map"), tools = at("area-tools"), readout = at("area-readout");
  const nothing = { type: "FeatureCollection", features: [] };
  const read = () => JSON.parse(at("area-data").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const look = dark
    ? { sea: "#0d1a26", land: "#2a2f37", line: "#6f7a89", ink: "#ffffff" }
    : { sea: "#d6e4ea", land: "#fbfaf6", line: "#8d887c", ink: "#111111" };
  // Crimson is lost on dark land.
  const tint = (colour) => (dark && colour === "#8a0f35" ? "#ff5c8a" : colour);
  let data = read(), tool = "move", corners = [], middle = null, pointer = null, done = false, map;

  const canvas = document.createElement("div");
  canvas.className = "canvas";
  try {
    maplibregl.setWorkerUrl(new URL(place.dataset.worker, location).href);
    place.append(canvas);
    map = new maplibregl.Map({
      container: canvas, style: { version: 8, sources: {}, layers: [] }, attributionControl: false,
      dragRotate: false, pitchWithRotate: false, maxZoom: 12, locale: { "Map.Title": place.dataset.label },
    });
  } catch (error) {
    // No WebGL here: the picture stays, and the form does everything.
    canvas.remove();
    readout.textContent += " " + error.message.split("\n")[0].slice(0, 200);
    return;
  }

  const box = (bounds) => [[bounds[0], bounds[1]], [bounds[2] + (bounds[2] < bounds[0] ? 360 : 0), bounds[3]]];
  const fit = (bounds, duration) => bounds && map.fitBounds(box(bounds), { padding: 40, maxZoom: 10, duration });
  const feature = (geometry, properties = {}) => ({ type: "Feature", geometry, properties });
  const say = (words) => (readout.textContent = words || readout.dataset.rest);
  // The readout follows the pointer; only what matters without one is said aloud.
  const tell = (words) => say((at("area-said").textContent = words || ""));
  const near = (one, other, pixels) => {
    const [a, b] = [map.project(one), map.project(other)];
    return Math.hypot(a.x - b.x, a.y - b.y) < pixels;
  };
  const kilometres = (a, b) => maplibregl.LngLat.convert(a).distanceTo(maplibregl.LngLat.convert(b)) / 1000;
  const ring = ([longitude, latitude], km) => {
    const rad = Math.PI / 180, far = km / 6371.0088, sin = Math.sin(latitude * rad), cos = Math.cos(latitude * rad);
    return Array.from({ length: 65 }, (_, step) => {
      const way = (step / 64) * 2 * Math.PI;
      const there = Math.asin(sin * Math.cos(far) + cos * Math.sin(far) * Math.cos(way));
      const east = Math.atan2(Math.sin(way) * Math.sin(far) * cos, Math.cos(far) - sin * Math.sin(there));
      return [longitude + east / rad, there / rad];
    });
  };

  const draw = () => {
    const shapes = data.shapes.filter((shape) => shape.geometry).map((shape) => feature(shape.geometry));
    map.getSource("area").setData({ type: "FeatureCollection", features: shapes });
    const features = corners.map((corner) => feature({ type: "Point", coordinates: corner }));
    const line = pointer && corners.length ? [...corners, pointer] : corners;
    if (line.length > 1)
      features.push(feature({ type: "LineString", coordinates: line.length > 2 ? [...line, line[0]] : line }));
    if (middle) features.push(feature({ type: "Point", coordinates: middle }));
    if (middle && pointer)
      features.push(feature({ type: "LineString", coordinates: ring(middle, kilometres(middle, pointer)) }));
    map.getSource("sketch").setData({ type: "FeatureCollection", features });
    place.querySelector("[data-finish]").hidden = corners.length < 3;
  };
  const forget = () => {
    [corners, middle] = [[], null];
    draw();
  };

  let sent = Promise.resolve();
  const send = (verb, fields = {}) => (sent = sent.then(() => post(verb, fields), () => post(verb, fields)));
  const post = async (verb, fields) => {
    const body = new FormData(form);
    for (const [name, value] of Object.entries({ ...fields, verb })) body.set(name, value);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body });
    } catch (error) {
      return tell(error.message);
    }
    if (answer.redirected) return location.assign(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [before, parts] = [at("area-parts"), page.getElementById("area-parts")];
    if (!parts) return tell(page.title || String(answer.status));
    const open = [...before.querySelectorAll("details")].map((one) => one.open);
    parts.querySelectorAll("details").forEach((one, number) => (one.open ||= open[number]));
    const focus = before.contains(document.activeElement);
    before.replaceWith(document.importNode(parts, true));
    if (focus) at("area-shapes").focus();
    data = read();
    draw();
    tell(data.said);
  };
  // To the metre, and inside of -180 to 180: while it is drawn a line may run on over the date line.
  const exact = ([longitude, latitude]) =>
    `${Number(latitude.toFixed(5))} ${Number(new maplibregl.LngLat(longitude, latitude).wrap().lng.toFixed(5))}`;
  const finish = () => {
    const kept = corners.filter((corner, number) => !number || !near(corner, corners[number - 1], 2));
    if (kept.length < 3) return;
    forget();
    send("draw", { drawn: "polygon " + [...kept, kept[0]].map(exact).join(" ") });
  };
  const close = (edge) => {
    const [center, km] = [middle, Number(kilometres(middle, edge).toPrecision(3))];
    forget();
    send("draw", { drawn: `circle ${exact(center)} ${km}` });
  };

  const choose = (name) => {
    tool = name;
    for (const button of tools.querySelectorAll("[data-tool]"))
      button.setAttribute("aria-pressed", String(button.dataset.tool === name));
    map.doubleClickZoom[name === "move" ? "enable" : "disable"]();
    map.dragPan[name === "circle" ? "disable" : "enable"]();
    map.getCanvas().style.cursor = name === "move" ? "" : "crosshair";
    forget();
    tell(tools.querySelector(`[data-tool=${name}]`).dataset.hint);
  };

  // Outlines come coarse for the world, and finer, with towns, for each country that somebody points at.
  const asked = new Set(), known = { countries: [], regions: [], names: [] };
  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return (await answer.json()).features;
  };
  const keep = (features) => {
    const codes = features.map((one) => one.properties.code);
    known.countries = known.countries.filter((one) => !codes.includes(one.properties.code));
    for (const one of features) {
      const { code, kind } = one.properties;
      known[kind ? "names" : code.length === 2 ? "countries" : "regions"].push(one);
    }
    for (const name in known) map.getSource(name).setData({ type: "FeatureCollection", features: known[name] });
  };
  const want = async (code) => {
    if (!/^[A-Z]{2}$/.test(code || "") || asked.has(code)) return;
    asked.add(code);
    try {
      keep(await fetched(place.dataset.regions.replace("XX", code)));
    } catch (error) {
      asked.delete(code);
      say(error.message);
    }
  };
  // No font lies on the server: the browser's own writes each name, once, as a picture.
  const written = (kind, name) => {
    const pen = document.createElement("canvas").getContext("2d"), size = kind === "town" ? 12 : 14, scale = 2;
    const font = `${kind === "town" ? "" : "600 "}${size}px system-ui, sans-serif`, dot = kind === "town" ? 10 : 4;
    pen.font = font;
    const [width, height] = [Math.ceil(pen.measureText(name).width) + dot + 4, size + 4];
    [pen.canvas.width, pen.canvas.height] = [width * scale, height * scale];
    pen.scale(scale, scale);
    Object.assign(pen, { font, textBaseline: "middle", lineJoin: "round", lineWidth: 3, strokeStyle: look.land, fillStyle: look.ink });
    pen.strokeText(name, dot, height / 2);
    pen.fillText(name, dot, height / 2);
    if (kind === "town") pen.fill(new Path2D(`M2 ${height / 2}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0`));
    return [pen.getImageData(0, 0, width * scale, height * scale), { pixelRatio: scale }];
  };
  map.on("styleimagemissing", ({ id }) => map.addImage(id, ...written(...id.split("\n"))));
  const under = (point, layer) => map.queryRenderedFeatures(point, { layers: [layer] })[0]?.properties;
  const pick = (point) => {
    const [country, region] = [under(point, "countries"), under(point, "regions")];
    if (tool === "countries" && country) send("pick:" + country.code);
    if (tool === "regions" && region) send("pick:" + region.code);
    else if (tool === "regions") want(country?.code).then(() => tell(tools.dataset.none));
  };

  const start = async () => {
    const world = await fetched(place.dataset.countries);
    const geojson = (source) => ({ type: "geojson", data: source, tolerance: 0.2 });
    for (const name of ["countries", "regions", "names", "area", "sketch"]) map.addSource(name, geojson(nothing));
    const layer = (id, source, type, paint, filter) =>
      map.addLayer({ id, source, type, paint, ...(filter ? { filter } : {}) });
    map.addLayer({ id: "sea", type: "background", paint: { "background-color": look.sea } });
    layer("countries", "countries", "fill", { "fill-color": look.land });
    layer("regions", "regions", "fill", { "fill-color": look.land, "fill-opacity": 0.01 });
    layer("hover", "regions", "fill", { "fill-color": look.ink, "fill-opacity": 0.12 }, ["==", "code", ""]);
    layer("region-lines", "regions", "line", { "line-color": look.line, "line-width": 0.7, "line-dasharray": [3, 2] });
    layer("country-lines", "countries", "line", { "line-color": look.line, "line-width": 1.2 });
    layer("area", "area", "fill", { "fill-color": tint(data.colour), "fill-opacity": 0.45 });
    layer("area-lines", "area", "line", { "line-color": look.ink, "line-width": 1.5 });
    // What is added last is placed first: where there is no room for both, a town stands and its country's name goes.
    for (const [kind, anchor, minzoom] of [["country", "center", 0], ["town", "left", 4]])
      map.addLayer({
        id: kind, source: "names", type: "symbol", minzoom, filter: ["==", "kind", kind],
        layout: {
          "icon-image": ["concat", kind, "\n", ["get", "name"]], "icon-anchor": anchor,
          "icon-offset": [kind === "town" ? -5 : 0, 0], "icon-padding": 1, "symbol-sort-key": ["get", "rank"],
        },
      });
    layer("sketch", "sketch", "line", { "line-color": look.ink, "line-width": 2, "line-dasharray": [2, 1] });
    layer("corners", "sketch", "circle", {
      "circle-radius": 5, "circle-color": tint(data.colour), "circle-stroke-color": look.ink, "circle-stroke-width": 2,
    }, ["==", "$type", "Point"]);

    map.on("mousedown", (event) => {
      done = false;
      if (tool === "circle" && !middle) middle = event.lngLat.toArray();
    });
    map.on("mouseup", (event) => {
      if (tool !== "circle" || !middle || near(event.lngLat, middle, 6)) return;
      done = true;
      close(event.lngLat.toArray());
    });
    map.on("click", (event) => {
      if (done || tool === "move" || tool === "circle") return;
      if (tool !== "polygon") return pick(event.point);
      if (corners.length > 2 && near(event.lngLat, corners[0], 10)) return finish();
      corners.push(event.lngLat.toArray());
      draw();
    });
    map.on("dblclick", () => tool === "polygon" && finish());
    map.on("mousemove", (event) => {
      pointer = event.lngLat.toArray();
      if (corners.length || middle) draw();
      const [country, region] = [under(event.point, "countries"), under(event.point, "regions")];
      if (tool === "regions") want(country?.code);
      map.setFilter("hover", ["==", "code", (tool === "regions" && region?.code) || ""]);
      const names = [region?.name, country?.name, `${pointer[1].toFixed(2)}, ${event.lngLat.wrap().lng.toFixed(2)}`];
      if (middle) names.push(`${kilometres(middle, pointer).toPrecision(3)} km`);
      say(names.filter(Boolean).join(" · "));
    });
    map.on("mouseout", () => {
      pointer = null;
      map.setFilter("hover", ["==", "code", ""]);
      say(tools.querySelector(`[data-tool=${tool}]`).dataset.hint);
    });
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && tool === "polygon") finish();
      else if (event.key === "Backspace" && corners.pop()) draw();
      else if (event.key === "Escape") corners.length || middle ? forget() : choose("move");
      else return;
      event.preventDefault();
    });
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      choose(button.dataset.tool);
      map.getCanvas().focus({ preventScroll: true });
    });
    place.querySelector("[data-finish]").addEventListener("click", finish);
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.value === "save") return (data.changed = false);
      event.preventDefault();
      if (button?.dataset.show) {
        fit(data.shapes[button.dataset.show].bounds, 400);
        place.scrollIntoView({ block: "nearest" });
      } else send(button?.value || "add");
    });
    addEventListener("beforeunload", (event) => data.changed && event.preventDefault());

    place.firstElementChild.remove();
    tools.hidden = false;
    fit(data.view, 0);
    draw();
    keep(world);
    await want(data.country);
    map.once("idle", () => (place.dataset.ready = "yes"));
  };
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.once("load", start);
})();
