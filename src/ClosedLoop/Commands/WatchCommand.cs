using System.CommandLine;
using ClosedLoop.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace ClosedLoop;

/// <summary><c>closedloop watch</c>: the labs at a broker, from MQTT alone.</summary>
internal static class WatchCommand
{
    private const string Any = "+";

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var lab = new Option<string>("--lab") { Description = "Only this lab", HelpName = "NAME", DefaultValueFactory = _ => Any };
        var campaign = new Option<string>("--campaign") { Description = "Only this campaign", HelpName = "NAME", DefaultValueFactory = _ => Any };
        var once = new Option<bool>("--once") { Description = "Show how things stand, and end" };
        var plain = new Option<bool>("--plain") { Description = "Write plain lines even on a terminal" };
        var broker = SharedOptions.Broker();
        var command = new Command("watch", "Watch campaigns and instruments live, from MQTT alone, on any machine that reaches the broker")
        {
            lab, campaign, once, plain, broker,
        };
        command.SetAction((arguments, _) => CommandBorder.GuardAsync(async settings =>
        {
            SharedOptions.Apply(settings, null, arguments.GetValue(broker));
            settings.Broker.Mode = BrokerMode.External;
            var (labName, campaignName) = (Checked(arguments.GetValue(lab)!), Checked(arguments.GetValue(campaign)!));
            await using var access = await BrokerAccess.OpenAsync(settings.Broker, anyPort: false, NullLogger.Instance);
            await using var watcher = new LabWatcher(access.Connector, labName, campaignName, TimeProvider.System);
            var isPlain = arguments.GetValue(plain) || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive;
            var where = $"{(labName == Any ? "labs" : $"lab {labName}")} at {access.Address}";
            return await access.UnlessRefusedAsync(arguments.GetValue(once) ? OnceAsync(watcher, where, isPlain) : FollowAsync(watcher, where, isPlain));
        }));
        return command;
    }

    /// <exception cref="BadInputException">It cannot be a name in a lab.</exception>
    private static string Checked(string name)
    {
        try
        {
            return name == Any ? name : new LabTopics(name).Root.Split('/')[^1];
        }
        catch (ArgumentException)
        {
            throw new BadInputException($"'{name}' cannot be the name of a lab or campaign: no white space, '/', '+' and '#'");
        }
    }

    private static async Task<int> OnceAsync(LabWatcher watcher, string where, bool plain)
    {
        try
        {
            await watcher.Subscribed.WaitAsync(FirstWord, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Console.Error.WriteLine($"no broker answers for {where} within {FirstWord.TotalSeconds} s");
            return ExitCode.Failed;
        }

        using var glances = new PeriodicTimer(Refresh, TimeProvider.System);
        while (watcher.Quiet < Settled && await glances.WaitForNextTickAsync())
        {
        }

        var (picture, now) = (watcher.Picture, DateTimeOffset.UtcNow);
        if (!plain)
        {
            AnsiConsole.Write(WatchScreen.Of(picture, now, where, null, AnsiConsole.Profile.Height));
            return ExitCode.Done;
        }

        foreach (var (name, text) in PictureWords.Lines(picture, now))
        {
            Console.WriteLine($"{name}: {text}");
        }

        if (picture.IsEmpty)
        {
            Console.WriteLine($"nothing is shown by {where}");
        }

        return ExitCode.Done;
    }

    private static async Task<int> FollowAsync(LabWatcher watcher, string where, bool plain)
    {
        using var end = new CancellationTokenSource();
        using var leaving = new LeavingSignals(end.Cancel, _ => { });
        if (plain)
        {
            await PlainAsync(watcher, where, end.Token);
        }
        else
        {
            await AnsiConsole.Live(new Text("connecting")).AutoClear(false).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom)
                .StartAsync(screen => DrawAsync(watcher, where, screen, end.Token));
        }

        return ExitCode.Done;
    }

    private static async Task PlainAsync(LabWatcher watcher, string where, CancellationToken end)
    {
        var view = new PlainWatch(Console.Out);
        var link = new LinkWords(where, Grace);
        do
        {
            var now = DateTimeOffset.UtcNow;
            if (link.Changed(watcher.IsConnected, now) is { } said)
            {
                view.Say(now, said);
            }

            // What is retained comes in a burst: one look at the whole instead of a line for each part.
            if (watcher.Subscribed.IsCompleted && (watcher.Quiet >= Settled || watcher.Picture.Noted > 0))
            {
                view.Show(watcher.Picture, now);
            }
        }
        while (await NextAsync(end));
    }

    private static async Task DrawAsync(LabWatcher watcher, string where, LiveDisplayContext screen, CancellationToken end)
    {
        var link = new LinkWords(where, Grace);
        do
        {
            var now = DateTimeOffset.UtcNow;
            link.Changed(watcher.IsConnected, now);
            screen.UpdateTarget(WatchScreen.Of(watcher.Picture, now, where, link.Trouble(now), AnsiConsole.Profile.Height));
        }
        while (await NextAsync(end));
    }

    private static async Task<bool> NextAsync(CancellationToken end)
    {
        try
        {
            await Task.Delay(Refresh, TimeProvider.System, end);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
