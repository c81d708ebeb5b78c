"use strict";

for (const place of document.querySelectorAll("[data-origin]")) {
    place.textContent = window.location.origin;
}
for (const box of document.querySelectorAll(".copied")) {
    // only here: without a script, or without the right to the clipboard, there is no button
    if (!navigator.clipboard) {
        break;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(box.querySelector("pre").textContent);
        button.textContent = "Copied";
        window.setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    box.append(button);
}
