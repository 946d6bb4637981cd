const fullScale = 32_768;

/** The loudest sample of each of `columns` equal stretches, 0–1: what a waveform draws. */
export function peaks(samples: Int16Array, columns: number): number[] {
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * samples.length) / columns);
    const to = Math.floor(((column + 1) * samples.length) / columns);
    let loudest = 0;
    for (let at = from; at < to; at++) loudest = Math.max(loudest, Math.abs(samples[at] ?? 0));
    return loudest / fullScale;
  });
}
