"""The rules about turn taking and tools, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT001": RuleText(
        title="アイテムを追加しただけで、応答を要求していません",
        message="アイテム ({kind}) は追加されましたが、response.create が送られていません。",
        why=(
            "conversation.item.create は会話にアイテムを追加するだけで、応答の生成は始まりません。"
            "サーバーが自動で応答するのは、音声区間検出 (VAD) が有効なときの発話だけです。"
            "そのため、エラーもないまま何も返ってこない状態になります。"
        ),
        fix="アイテムを追加したあとに response.create を送ってください。",
    ),
    "RT002": RuleText(
        title="関数の結果を送ったあと、続きの応答を要求していません",
        message="{call} の結果は送られましたが、そのあとに response.create がありません。",
        why=(
            "関数を呼び出した応答はすでに終わっています。結果は通常のアイテムとして会話に入るだけで、"
            "モデルがそれを読むのは次の応答が始まるときです。それまでモデルは黙ったままです。"
        ),
        fix=(
            "呼び出し元の応答の response.done を受け取り、function_call_output をすべて"
            "送り終えてから、response.create を 1 回だけ送ってください。"
        ),
    ),
    "RT003": RuleText(
        title="応答の生成中に、次の応答を要求しました",
        message="{other} が終わらないうちに response.create が送られました。",
        why=(
            "デフォルトの会話で同時に生成できる応答は 1 つだけです。早すぎた要求は破棄され、"
            "サーバーがあとで実行してくれることはありません。拒否されなかった場合も、"
            "先の応答がたまたま間に合って終わっただけです。"
        ),
        fix=(
            "response.done を待ってから次の response.create を送ってください。中断する場合は先に "
            "response.cancel を送り、続く response.done を待ちます。"
            '"conversation": "none" を付けた応答なら並行して生成できます。'
        ),
    ),
    "RT004": RuleText(
        title="発話への応答を、クライアントとサーバーの両方が要求しました",
        message=(
            "発話の終わりから {response} の開始までの間に response.create が送られました。"
            "この応答は VAD が自動で開始するものです。"
        ),
        why=(
            "create_response が有効な場合、ユーザーが話し終えるとサーバーがすぐに応答を始めます。"
            "同じタイミングで response.create を送ると競合し、どちらか一方が "
            "conversation_already_has_active_response で拒否されます。どちらになるかは偶然です。"
        ),
        fix=(
            "発話のあとには response.create を送らないでください。自分で送りたい場合は "
            'turn_detection に "create_response": false を設定し、毎回送るようにします。'
        ),
    ),
    "RT005": RuleText(
        title="呼び出し元の応答が終わる前に、続きの応答を要求しました",
        message="関数の結果に続けて、{response} の生成中に response.create が送られました。",
        why=(
            "関数の結果は早めに送ってもかまいません。ただし、関数呼び出しが完成していても、"
            "呼び出し元の応答は response.done が届くまで生成中です。"
            "それより前の要求は拒否されます。"
        ),
        fix=(
            "結果は用意でき次第送り、response.create は response.done を受け取ってから"
            "送ってください。"
        ),
    ),
    "RT006": RuleText(
        title="並列の関数呼び出しごとに response.create を送っています",
        message=(
            "{response} には {calls} 件の呼び出しがあります。この response.create は余分か、"
            "結果が {results} 件しか送られていない時点のものです。"
        ),
        why=(
            "1 つの応答に複数の関数呼び出しがある場合は、すべての結果をそろえてから 1 回だけ"
            "応答を要求します。最初の結果だけで要求すると、モデルは残りの結果なしに答え、"
            "次の要求はその応答と衝突します。"
        ),
        fix=(
            "response.done で呼び出しの数を確かめ、それぞれに function_call_output を送ってから、"
            "response.create を 1 回だけ送ってください。"
        ),
    ),
    "RT007": RuleText(
        title="結果が返されていない関数呼び出しがあります",
        message="{call} の function_call_output がないまま、会話が先に進みました。",
        why=(
            "モデルからは、関数を呼び出したのに結果がないように見えます。同じ呼び出しを繰り返したり、"
            "待っていると言い続けたり、結果を作り話で補ったりすることがあります。"
        ),
        fix=(
            "関数が失敗した場合や未知の関数だった場合も含めて、すべての呼び出しに "
            "function_call_output を返してください。失敗したときは output にその内容を書きます。"
        ),
    ),
    "RT008": RuleText(
        title="存在しない呼び出しに対する結果が送られました",
        message="function_call_output の call_id {call} は、このセッションにありません。",
        why=(
            "結果には function_call の call_id (call_…) を付けます。アイテムの id (item_…) では"
            "ありません。別のセッションの呼び出しや、削除されたアイテムの呼び出しも指定できません。"
        ),
        fix=(
            "function_call アイテム、または引数のイベントに含まれる call_id をそのまま"
            "使ってください。"
        ),
    ),
    "RT009": RuleText(
        title="MCP ツールの実行後に、応答を要求していません",
        message="MCP 呼び出し {name} は終わりましたが、response.create が送られていません。",
        why=(
            "MCP ツールはサーバー側で実行されますが、結果が出ても次の応答は自動では始まりません。"
            "要求がないかぎり、モデルは黙ったままです。"
        ),
        fix=(
            "MCP 呼び出しと、それを含む応答の両方が終わってから response.create を送ってください。"
        ),
    ),
    "RT010": RuleText(
        title="MCP サーバーのツール一覧が取得できていません",
        message="MCP サーバー {server} のツール一覧が未取得か、取得に失敗しています。",
        why=(
            "session.updated は設定が受け付けられたことを示すだけです。サーバーはそのあとで MCP "
            "サーバーにツール一覧を問い合わせます。これには時間がかかり、失敗することもあります。"
            "一覧がそろう前に始まった応答では、そのツールを使えません。"
        ),
        fix=(
            "最初の response.create は mcp_list_tools.completed を待ってから送ってください。"
            "失敗した場合は server_url、authorization、allowed_tools を確認してください。"
        ),
    ),
    "RT011": RuleText(
        title="承認の要求に返答していません",
        message="MCP サーバー {server} の {name} が承認を待っています ({request})。",
        why=(
            "承認が必要なツールは、クライアントが許可または拒否するまで実行されません。"
            "その間、ユーザーには何も返りません。1 分ほどで打ち切るサーバーもあります。"
        ),
        fix=(
            "この approval_request_id を指定した mcp_approval_response を "
            "conversation.item.create で送ってください。信頼できるツールであれば "
            '"require_approval": "never" を設定する方法もあります。'
        ),
    ),
}
