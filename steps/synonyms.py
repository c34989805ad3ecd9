"""Everyday words, with those that the sentences use for them.

Whoever searches or mistypes a sentence is led from the one to the other.
"""

azsim_synonyms = {
    "リクエスト": "要求",
    "レスポンス": "応答",
    "コネクション": "接続",
    "遅延": "レイテンシ",
    "ヘルスチェック": "正常性プローブ",
    "ヘルス チェック": "正常性プローブ",
    "VM": "仮想マシン",
    "待つ": "経過する",
    "待機する": "経過する",
    "たつ": "経過する",
    "後": "経過する",
    "wait": "pass",
    "waits": "pass",
    "later": "pass",
    "elapse": "pass",
    "elapses": "pass",
    "delay": "latency",
    "check": "probe",
    "checks": "probes",
}
