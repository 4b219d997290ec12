# The log-ins of the synthetic demo (park_demo), one per role; the password is the log-in with "-demo".
# shellcheck shell=bash

print_logins() {
  local login role
  say "  Log-in        Password            Role"
  while read -r login role; do
    printf '  %-13s %-19s %s\n' "$login" "$login-demo" "$role" >&2
  done <<'LIST'
manager 企业服务专员 (account manager)
handler 承办单位经办人 (department handler)
centre 企业服务中心 (service centre)
supervisor 督查 (supervisor)
leader 管委会领导 (leader)
parkadmin 园区管理员 (park administrator)
auditor 审计 (auditor)
LIST
  [ ! -r "$STATE/admin-password" ] || say "  admin         (see .state/admin-password)   technical administrator"
}
