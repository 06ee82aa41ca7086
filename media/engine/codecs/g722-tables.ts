// The tables of ITU-T G.722 at 64 kbit/s, under the names of its section 6.2.

/** Taps of the quadrature mirror filter that are met twice: coefficient 0, 2, 4 … of 24. */
export const qmfTaps: readonly number[] = [
  3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11,
]

/** Decision levels of the 6-bit quantizer of the lower band. */
export const q6: readonly number[] = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023,
  1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
]

/** Reconstruction levels by 6-bit and 4-bit code of the lower band, and by 2-bit code of the higher one. */
export const qm6: readonly number[] = [
  -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192,
  -10_232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168,
  -2776, -2400, -2032, -1688, -1360, -1040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512,
  12_280, 11_192, 10_232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168,
  2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
]
export const qm4: readonly number[] = [
  0, -20_456, -12_896, -8968, -6288, -4240, -2584, -1200, 20_456, 12_896, 8968, 6288, 4240, 2584,
  1200, 0,
]
export const qm2: readonly number[] = [-7408, -1616, 7408, 1616]

/** How much a code moves the step size: by 4-bit code of the lower band (WL of RL42), by 2-bit code of the higher (WH of RH2). */
export const lowSteps: readonly number[] = [
  -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60,
]
export const highSteps: readonly number[] = [798, -214, 798, -214]

/** Inverse logarithm, by the 5 fractional bits. */
export const ilb: readonly number[] = [
  2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
  2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
]
