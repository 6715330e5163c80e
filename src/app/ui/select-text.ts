/** As the `ref` of a field: its text is selected when it comes, and not again while somebody types over it. */
export const selectText = (field: HTMLInputElement | null): void => field?.select();
