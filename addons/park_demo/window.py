"""The demo's window for what could not be done: each outcome once, made through the suite's own verbs."""

#: (firm row or None for a person, applicant, item, obstacle, reason)
CASES = {
    "single": (
        3, "吴会计（演示）", "跨区迁移清税证明", "迁入地要求先有清税证明，迁出地要求先有迁入通知，互为前置。", "a2",
    ),
    "common": (5, "郑经理（演示）", "集群注册地址变更", "集群注册的地址没有不动产证明，系统不予通过。", "a3"),
    "common_too": (7, "冯主管（演示）", "集群注册地址变更", "地址证明不被认可，已跑两次。", "a3"),
    "ruled_out": (None, "褚先生（演示）", "补开三年前的完税证明用于落户加分", "窗口答复不能补开。", "a4"),
    "excluded": (None, "卫女士（演示）", "与前单位的劳动合同纠纷", "仲裁正在进行，希望窗口裁决。", None),
}  # fmt: skip
PHONES = {label: f"1380000{number:04d}" for number, label in enumerate(CASES, start=1)}  # never given out


def receive_people(env, firms):
    """Let people come to the window: one case is closed, one waits for consent, one is turned away."""
    leader = env.ref("park_demo.user_leader")
    env.ref("base.main_company").park_window_leader_id = leader
    cases = {label: _record(env, firms, label) for label in CASES}
    cases["single"].issue_id.with_user(leader).action_instruct("请审批局当日与迁入地对接，特事特办。")
    for label, department in (("single", "approval"), ("common", "economy"), ("ruled_out", "approval")):
        _dispatch(env, cases[label], department)
    _settle_single(env, cases["single"], leader)
    _propose(env, cases["common"], "user_handler", "barrier", "集群注册地址没有不动产证明，无法办理变更。")
    _propose(
        env,
        cases["ruled_out"],
        "user_handler2",
        "not_allowed",
        "证明用途与规定不符。",
        "《税收票证管理办法》（演示引用）",
        "补开证明只能用于原来的用途，落户加分请到人社窗口查询参保记录。",
    )


def _record(env, firms, label):
    row, applicant, item, obstacle, reason = CASES[label]
    vals = {
        "applicant_kind": "person" if row is None else "firm",
        "enterprise_id": row is not None and firms[row].id,
        "applicant": applicant,
        "phone": PHONES[label],
        "item_name": item,
        "obstacle": obstacle,
        "attempt_count": 2,
        "desk_department_id": env.ref("park_demo.department_approval").id,
        "leader_id": env.ref("park_demo.user_leader").id,
    }
    if reason:
        vals["category_id"] = env.ref(f"park_issue.window_category_{reason}").id
    else:
        vals["refusal_id"] = env.ref("park_issue.refusal_window_litigation").id
    return env["park.issue.window"].with_user(env.ref("park_demo.user_centre"))._record(vals)


def _dispatch(env, case, department):
    """Give a case to a department, which signs for it and tells the person that it is at work."""
    department = env.ref(f"park_demo.department_{department}")
    case.issue_id.action_assign(department)
    handler = department.head_id
    lead = case.issue_id.assignment_ids.filtered(lambda part: part.role == "lead")
    lead.with_user(handler).action_sign()
    case.issue_id.with_user(handler).action_reply("已联系，正在办理。")


def _settle_single(env, case, leader):
    _propose(env, case, "user_handler2", "bottleneck", "由园区出具迁移说明，两地同日办结。")
    case.with_user(leader).action_approve("同意。")
    handler = env.ref("park_demo.user_handler2")
    case.issue_id.with_user(handler).action_close("solved", "清税证明已开具，迁移手续同日办结。")


def _propose(env, case, handler, *words):
    case.with_user(env.ref(f"park_demo.{handler}")).action_propose(*words)
