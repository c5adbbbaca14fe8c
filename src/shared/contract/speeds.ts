/** Speeds that the controls offer, simulated time per wall time. Without schemas, so that the page's frame may have them alone. */
export const speeds = [1, 10, 60, 300, 600] as const
