const FOCUSABLE = 'input, textarea, button, a[href], [tabindex="0"]';

/** Goes on from the canvas to what can be set of the selected node. */
export function focusInspector(): void {
  const inspector = document.querySelector('[data-inspector]');
  const first = (of: string): HTMLElement | null | undefined => inspector?.querySelector<HTMLElement>(of);
  (
    first(':is(input, textarea, select, [role="combobox"], [contenteditable="true"]):not([tabindex="-1"], [aria-hidden="true"])') ??
    first('[role="tab"][aria-selected="true"]') ??
    first('button')
  )?.focus();
}

/** F6 takes the focus to the next part of the window, Shift+F6 to the one before. */
export function cycleRegions(event: KeyboardEvent): void {
  if (event.key !== 'F6' || event.ctrlKey || event.altKey) return;
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.checkVisibility() && !region.closest('[inert]'),
  );
  if (!regions.length) return;
  event.preventDefault();
  event.stopPropagation();
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions.at(event.shiftKey ? (at < 0 ? -1 : at - 1) : (at + 1) % regions.length);
  const stops = [...(next?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
  (next?.querySelector<HTMLElement>('[data-canvas]') ?? stops.find((stop) => stop.checkVisibility()))?.focus();
}
