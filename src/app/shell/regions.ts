const FOCUSABLE = 'input, textarea, button, a[href], [tabindex="0"]';

/** Goes on from the canvas to what can be set of the selected node. */
export function focusInspector(): void {
  const inspector = document.querySelector('[data-inspector]');
  const field = inspector?.querySelector<HTMLElement>(
    'input, textarea, select, [role="combobox"], [contenteditable="true"], [role="tab"][aria-selected="true"], button',
  );
  field?.focus();
}

/** F6 takes the focus to the next part of the window, Shift+F6 to the one before. */
export function cycleRegions(event: KeyboardEvent): void {
  if (event.key !== 'F6' || event.ctrlKey || event.altKey) return;
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.checkVisibility());
  if (!regions.length) return;
  event.preventDefault();
  event.stopPropagation();
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions.at(event.shiftKey ? (at < 0 ? -1 : at - 1) : (at + 1) % regions.length);
  (next?.querySelector<HTMLElement>('[data-canvas]') ?? next?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
}
