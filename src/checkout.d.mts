export const root: string;
export const bundled: string;
export function install(): void;
export function bundle(): Promise<void>;
export function changedAt(path: string): number;
