import './toasts.css';
import { Toast } from '@base-ui/react/toast';
import { CircleAlert, X } from 'lucide-react';
import { Icon } from './icons.tsx';

export interface Notice {
  text: string;
  /** A second line: what it means or what to do. */
  detail?: string | undefined;
  /** An error stays until it is closed; anything else goes after eight seconds. */
  kind?: 'info' | 'error';
  action?: { label: string; run: () => void } | undefined;
}

const manager = Toast.createToastManager();

/** Shows a notice, from anywhere. */
export function notify({ text, detail, kind = 'info', action }: Notice): void {
  const id: string = manager.add({
    title: text,
    description: detail,
    type: kind,
    timeout: kind === 'error' ? 0 : 8000,
    priority: kind === 'error' ? 'high' : 'low',
    actionProps: action && {
      children: action.label,
      onClick() {
        manager.close(id);
        action.run();
      },
    },
  });
}

/** Where notices appear. Once, near the root of the app. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="ui-toasts" aria-label="Notices">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="ui-toast">
      <Toast.Content className="ui-toast-row">
        {toast.type === 'error' && <Icon of={CircleAlert} />}
        <div className="ui-toast-text">
          <Toast.Title />
          <Toast.Description />
        </div>
        <Toast.Action className="ui-toast-action" />
        <Toast.Close className="ui-toast-close" aria-label="Close">
          <Icon of={X} size={14} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
