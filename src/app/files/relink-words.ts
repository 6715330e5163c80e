export const missingText = (files: number): string => (files === 1 ? '1 file is not here' : `${files} files are not here`);
