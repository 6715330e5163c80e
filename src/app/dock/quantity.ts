import { isNumeric, type Column } from '../../core/schema.ts';

/** Ids and codes are written in digits and count nothing. */
export const isQuantity = ({ type, role }: Column): boolean => isNumeric(type) && role !== 'id' && role !== 'postcode' && role !== 'phone';
