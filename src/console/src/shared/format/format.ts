/** `m:ss` or `h:mm:ss` of a duration in milliseconds. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** Money of micro-units in the language's way; calls cost fractions of a cent, so always four places. */
export const money = (micros: number, currency: string, language: string): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency, minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(micros / 1e6);

export const dateTime = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

export const timeOfDay = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(iso));

export const count = (value: number, language: string): string => new Intl.NumberFormat(language).format(value);

export const percent = (share: number): string => `${Math.round(share * 100)}%`;
