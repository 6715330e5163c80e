import { column, type Schema } from './schema.ts';

/** The sources of one made-up shop: its CRM, its orders, its web analytics (a row a session) and its app (a row a use of a feature). */
export type SampleTable = 'customers' | 'orders' | 'web' | 'product';

const always = { nullable: false };

const SCHEMAS: Record<SampleTable, Schema> = {
  customers: [
    column('customer_id', 'string', { ...always, role: 'id' }),
    column('first_name', 'string', { ...always, role: 'name' }),
    column('last_name', 'string', { ...always, role: 'name' }),
    column('email', 'string', { role: 'email' }),
    column('phone', 'string', { role: 'phone' }),
    column('birth_date', 'date'),
    column('gender', 'string'),
    column('city', 'string', { role: 'city' }),
    column('postcode', 'string', { role: 'postcode' }),
    column('country', 'string', { ...always, role: 'country' }),
    column('signup_date', 'date', always),
    column('income', 'double', { role: 'money' }),
    column('consent_email', 'bool', always),
    column('channel', 'string', always),
    column('planted_segment', 'string', { ...always, role: 'segment' }),
  ],
  orders: [
    column('order_id', 'string', { ...always, role: 'id' }),
    column('shop_id', 'string', { ...always, role: 'id' }),
    column('email', 'string', { role: 'email' }),
    column('order_date', 'timestamp', always),
    column('amount', 'double', { ...always, role: 'money' }),
    column('items', 'int'),
    column('discount_share', 'double', { role: 'share' }),
    column('category', 'string'),
    column('refund', 'bool', always),
    column('planted_segment', 'string', { ...always, role: 'segment' }),
  ],
  web: [
    column('session_id', 'string', { ...always, role: 'id' }),
    column('visitor_id', 'string', { ...always, role: 'id' }),
    column('shop_id', 'string', { role: 'id' }),
    column('started', 'timestamp', always),
    column('device', 'string'),
    column('source', 'string'),
    column('pages', 'int', always),
    column('seconds', 'int'),
    column('basket', 'bool', always),
    column('purchased', 'bool', always),
  ],
  product: [
    column('account_id', 'string', { ...always, role: 'id' }),
    column('email', 'string', { role: 'email' }),
    column('used_on', 'date', always),
    column('platform', 'string'),
    column('feature', 'string', always),
    column('uses', 'int', always),
    column('minutes', 'double'),
  ],
};

export const sampleSchema = (table: SampleTable): Schema => SCHEMAS[table];
