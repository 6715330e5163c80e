import type { InspectionWarning } from '../../core/engine.ts';
import { DTYPES, type DType, type Role } from '../../core/schema.ts';
import type { FileSource, SourceColumn } from '../../core/source.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Select, type SelectOption } from '../ui/select.tsx';
import { Typed } from './source-options.tsx';

interface SourceColumnsProps {
  open: boolean;
  onClose: () => void;
  source: FileSource;
  warnings: readonly InspectionWarning[];
  disabledReason: string | undefined;
  onChange: (column: SourceColumn) => void;
}

const TYPE_NAMES: Readonly<Record<DType, string>> = {
  bool: 'Yes or no',
  int: 'Whole number',
  double: 'Number',
  string: 'Text',
  date: 'Date',
  timestamp: 'Date with time',
};
const TYPES: readonly SelectOption<DType>[] = DTYPES.map((type) => ({ value: type, label: TYPE_NAMES[type] }));

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  id: 'Id',
  email: 'E-mail',
  phone: 'Phone',
  postcode: 'Postcode',
  country: 'Country',
  city: 'City',
  name: 'Name',
  latitude: 'Latitude',
  longitude: 'Longitude',
  money: 'Money',
  segment: 'Segment',
  share: 'Share',
};
const NO_ROLE = 'none';
const ROLES: readonly SelectOption<Role | typeof NO_ROLE>[] = [
  { value: NO_ROLE, label: 'Nothing special' },
  ...(Object.keys(ROLE_NAMES) as Role[]).map((role) => ({ value: role, label: ROLE_NAMES[role] })),
];

/** The columns of a file as they are read: type, meaning, and how dates are written. */
export function SourceColumns({ open, onClose, source, warnings, disabledReason, onChange }: SourceColumnsProps) {
  return (
    <Dialog open={open} onClose={onClose} title={`Columns of ${source.path}`} size="large">
      <table className="source-columns">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Means</th>
            <th scope="col">Dates are written</th>
            <th scope="col">Remarks</th>
          </tr>
        </thead>
        <tbody>
          {source.columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">{column.name}</th>
              <td>
                <Select
                  label={`Type of ${column.name}`}
                  value={column.type}
                  options={TYPES}
                  disabledReason={disabledReason}
                  onChange={(type) => onChange(retyped(column, type))}
                />
              </td>
              <td>
                <Select
                  label={`Meaning of ${column.name}`}
                  value={column.role ?? NO_ROLE}
                  options={ROLES}
                  disabledReason={disabledReason}
                  onChange={(role) => onChange({ ...column, role: role === NO_ROLE ? undefined : role })}
                />
              </td>
              <td>
                {isDate(column.type) && (
                  <Typed
                    label={`Date format of ${column.name}`}
                    value={column.format ?? ''}
                    placeholder="yyyy-MM-dd"
                    disabledReason={disabledReason}
                    onChange={(format) => onChange({ ...column, format: format || undefined })}
                  />
                )}
              </td>
              <td className="muted">
                {warnings
                  .filter((w) => w.column === column.name)
                  .map((w) => w.message)
                  .join(' ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

const isDate = (type: DType): boolean => type === 'date' || type === 'timestamp';

function retyped({ name, role, format }: SourceColumn, type: DType): SourceColumn {
  return { name, type, role, format: isDate(type) ? format : undefined };
}
