const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const thisYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const otherYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** When something was saved, as people say it: "14:02 today", "yesterday", "3 Nov". Both times are milliseconds since 1970. */
export function savedText(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  if (then >= midnight) return `${clock.format(then)} today`;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (then >= yesterday) return 'yesterday';
  return (then.getFullYear() === today.getFullYear() ? thisYear : otherYear).format(then);
}

/** A number of bytes in the unit that keeps it short: 84 MB, 12 GB. */
export function sizeText(bytes: number): string {
  const [unit, per] = bytes < 1e6 ? (['kB', 1e3] as const) : bytes < 1e9 ? (['MB', 1e6] as const) : (['GB', 1e9] as const);
  return `${(bytes / per).toLocaleString('en', { maximumFractionDigits: bytes / per < 10 ? 1 : 0 })} ${unit}`;
}
