// Two short sounds: a high one for a hit, two low ones for a miss.

let context = null;

function tone(frequency, from, length, volume) {
  const at = context.currentTime + from;
  const source = context.createOscillator();
  const gain = context.createGain();
  source.frequency.value = frequency;
  source.type = "triangle";
  gain.gain.setValueAtTime(volume, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + length);
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + length);
}

function play(tones) {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
    for (const one of tones) tone(...one);
  } catch {
    // A till without a loudspeaker sells as well.
  }
}

export const hit = () => play([[1320, 0, 0.09, 0.25]]);
export const miss = () =>
  play([
    [220, 0, 0.16, 0.35],
    [196, 0.2, 0.22, 0.35],
  ]);
