// What is wrong on the slide that is shown.
() => {
    const DARKEST = "rgb(232, 239, 238)";  // of the papers in a drawing
    const section = document.querySelector("section.present"), slide = section.getBoundingClientRect();
    const scale = slide.height / 720, found = [];
    const parts = [...section.querySelectorAll(":scope > *:not(aside)")];
    const inside = (a, b) =>
        a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const say = (what, node) => found.push(`${what}: ${node.textContent.trim().slice(0, 60)}`);
    const box = node => node.getBoundingClientRect();

    parts.forEach((part, number) => {
        if (!inside(box(part), slide) || part.scrollWidth > part.clientWidth + 1) say("overflows", part);
        if (number && box(part).top < box(parts[number - 1]).bottom - 1) say("overlaps", part);
    });

    const around = [...document.querySelectorAll(".slide-number, .controls button")].map(box);
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let text; text = walker.nextNode();) {
        const element = text.parentElement, drawing = element.closest("svg");
        if (!text.data.trim() || element.closest("aside, title, desc, style")) continue;
        range.selectNodeContents(text);
        for (const line of range.getClientRects())
            if (!inside(line, slide) || around.some(other => meet(line, other))) say("in the way", text);
        const style = getComputedStyle(element);
        const zoom = drawing ? box(drawing).width / drawing.viewBox.baseVal.width : scale;
        const size = parseFloat(style.fontSize) * zoom / scale;
        if (size < (element.closest(".code") ? 37.3 : 24)) say(`${size.toFixed(1)} pixels of 720`, text);
        const pale = drawing ? contrast(style.fill, DARKEST) : contrast(style.color, paper(element));
        if (pale < 4.5) say("pale", text);
    }

    for (const drawing of section.querySelectorAll("svg")) {
        const texts = [...drawing.querySelectorAll("text")], frames = [...drawing.querySelectorAll(".node")];
        texts.forEach((text, number) => {
            if (!inside(box(text), box(drawing))) say("out of the drawing", text);
            if (texts.slice(number + 1).some(other => meet(box(text), box(other)))) say("on another text", text);
            const frame = frames.findLast(frame => meet(box(text), box(frame)));
            if (frame && !inside(box(text), box(frame))) say("cut", text);
        });
    }
    return found;

    function paper(element) {
        const colour = getComputedStyle(element).backgroundColor;
        return colour === "rgba(0, 0, 0, 0)" && element.parentElement ? paper(element.parentElement) : colour;
    }

    function contrast(...colours) {  // as WCAG 2 reckons
        const linear = part => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        const [dark, light] = colours.map(colour => {
            const [red, green, blue] = colour.match(/[\d.]+/g).map(Number).map(linear);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
        }).sort((one, other) => one - other);
        return light / dark;
    }
}
