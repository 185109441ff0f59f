import Badge from '@douyinfe/semi-ui-19/lib/es/badge';

/** The red number of messages nobody has looked at; nothing for none. */
export function Unread({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="unread">
      <span aria-hidden="true">
        <Badge count={count} overflowCount={99} type="danger" />
      </span>
      <span className="spoken">{count} 条未读</span>
    </span>
  );
}
