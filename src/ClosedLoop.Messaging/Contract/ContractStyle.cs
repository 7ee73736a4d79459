namespace ClosedLoop.Messaging;

/// <summary>How the published page looks, by day and by night.</summary>
internal static class ContractStyle
{
    public const string Css = """

        :root { --ink: #1c2430; --soft: #5c6878; --line: #dde3ea; --paper: #ffffff; --band: #f5f7fa; --accent: #0b6bcb; --kept: #0b6bcb; --code: #f1f4f8;
          --instrument: #0f766e; --host: #7c3aed; --operator: #b45309; --planner: #be185d; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --soft: #9aa7b8; --line: #2d3642; --paper: #12171e; --band: #181f28; --accent: #6cb2ff;
          --kept: #6cb2ff; --code: #1c2430; --instrument: #5eead4; --host: #c4b5fd; --operator: #fcd34d; --planner: #f9a8d4; } }
        * { box-sizing: border-box; }
        body { margin: 0; display: grid; grid-template-columns: 230px minmax(0, 1fr); color: var(--ink); background: var(--paper);
          font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        nav { position: sticky; top: 0; align-self: start; height: 100vh; overflow-y: auto; padding: 28px 20px; border-right: 1px solid var(--line); background: var(--band); font-size: 14px; }
        nav strong { display: block; margin-bottom: 14px; font-family: ui-monospace, Consolas, monospace; }
        nav a { display: block; padding: 3px 0; color: var(--ink); text-decoration: none; }
        nav a.sub { padding-left: 14px; color: var(--soft); }
        nav a:hover, a { color: var(--accent); }
        main { max-width: 1120px; padding: 28px 44px 80px; }
        h1 { margin: 0 0 8px; font-size: 32px; letter-spacing: -.01em; }
        h2 { margin: 52px 0 12px; padding-top: 8px; font-size: 23px; border-top: 1px solid var(--line); }
        h3 { margin: 30px 0 6px; font-size: 18px; }
        .lead { font-size: 17px; color: var(--soft); }
        code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
        code { padding: 1px 4px; border-radius: 4px; background: var(--code); overflow-wrap: anywhere; }
        pre { padding: 14px 16px; border-radius: 8px; background: var(--code); overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; margin: 10px 0 18px; }
        th { text-align: left; color: var(--soft); font-weight: 600; font-size: 12px; text-transform: uppercase; letter-spacing: .04em; }
        th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td code { padding: 0; background: none; } .topics td:first-child { min-width: 250px; } .topics i { color: var(--accent); font-style: normal; }
        .names { max-width: 720px; } .names td:first-child { width: 120px; }
        .fields td:first-child { width: 25%; } .fields td:nth-child(2) { width: 26%; }
        .required td:first-child code { font-weight: 700; } small { color: var(--soft); }
        span.party { font-weight: 600; } .instrument { color: var(--instrument); } .host { color: var(--host); } .operator { color: var(--operator); } .planner { color: var(--planner); }
        .where { color: var(--soft); } .where code { background: none; padding: 0; color: var(--soft); } a.schema { font-size: 13px; margin-left: 8px; }
        figure { margin: 22px 0 30px; padding: 14px 16px 4px; border: 1px solid var(--line); border-radius: 10px; }
        figcaption { font-weight: 600; margin-bottom: 6px; }
        svg { width: 100%; max-width: 940px; height: auto; display: block; margin: 0 auto; }
        svg text { font: 12.5px system-ui, sans-serif; fill: var(--ink); text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } svg .name { stroke: none; } svg .name { font-weight: 600; }
        svg text[text-anchor=start] { text-anchor: start; } svg text[text-anchor=end] { text-anchor: end; }
        svg .note { fill: var(--soft); font-style: italic; } svg .life { stroke: var(--line); stroke-width: 2; } svg .party { fill: var(--band); stroke: var(--line); }
        svg .say { stroke: var(--soft); stroke-width: 1.3; } svg .kept { stroke: var(--kept); stroke-width: 2.6; } svg .head { fill: var(--soft); } svg .act { fill: var(--soft); }
        @media (max-width: 860px) { body { display: block; } nav { position: static; height: auto; } main { padding: 20px; } .topics { display: block; overflow-x: auto; } }
        @media print { nav { display: none; } body { display: block; } }

        """;
}
