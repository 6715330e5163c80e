import { palette } from '../palette/palette-state.ts';

/** Shows the outline in place of the palette, over the canvas where that is a rail; it takes the focus. */
export const openOutline = (): void => palette.setState({ outline: true, over: true });

export const closeOutline = (): void => palette.setState({ outline: false, over: false });

export const isOutlined = (): boolean => palette.getState().outline;

export const toggleOutline = (): void => (isOutlined() ? closeOutline() : openOutline());
