const gap = 1;
const thinnest = 1.5;

/** Bars around the middle line; what has been played is in the accent colour. */
export function drawWaveform(canvas: HTMLCanvasElement, peaks: readonly number[], playedShare: number): void {
  const context = canvas.getContext('2d');
  if (!context || peaks.length === 0) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const density = window.devicePixelRatio || 1;
  canvas.width = width * density;
  canvas.height = height * density;
  context.scale(density, density);
  const colours = getComputedStyle(canvas);
  const [played, ahead] = [colours.getPropertyValue('--accent'), colours.getPropertyValue('--edge')];
  const loudest = Math.max(0.05, ...peaks);
  const step = width / peaks.length;
  peaks.forEach((peak, column) => {
    const tall = Math.max(thinnest, (peak / loudest) * (height - 8));
    context.fillStyle = column / peaks.length < playedShare ? played : ahead;
    context.fillRect(column * step, (height - tall) / 2, Math.max(1, step - gap), tall);
  });
}
