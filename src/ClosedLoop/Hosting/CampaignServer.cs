using ClosedLoop.Campaigns;
using ClosedLoop.Journal;
using ClosedLoop.Messaging;
using ClosedLoop.Orchestrator;
using ClosedLoop.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>Any number of campaigns in one host: the unfinished ones of the data folder, and those that are submitted while it runs.</summary>
internal sealed class CampaignServer(ClosedLoopSettings settings, string lab, IHostApplicationLifetime lifetime) : BackgroundService
{
    private readonly CancellationTokenSource _abandon = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _runs = [];
    private readonly ILoggerFactory _logging = HostLogging.Create(settings.DataFolder, quiet: false);
    private OrchestratorHost? _host;
    private bool _draining;

    /// <summary>What ended the host, or null.</summary>
    public Exception? Failure { get; private set; }

    public override void Dispose()
    {
        base.Dispose();
        _logging.Dispose();
        _abandon.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var logger = _logging.CreateLogger("serve");
        try
        {
            await using var host = await OrchestratorHost.StartAsync(settings, lab, quiet: false, anyPort: false, Answer);
            _host = host;
            HostLog.Said(logger, host.Banner);
            Continue(logger);
            await await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default), host.Refused);
            HostLog.Said(logger, "Stopping: no further step begins, running ones end");
            host.Drain("the host is stopping");
            await Task.WhenAll(Drained());
        }
        catch (Exception e)
        {
            HostLog.Failed(logger, "The host", e);
            Failure = e;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    /// <summary>Opens every campaign of the data folder that has not ended and belongs to this lab, and begins those that were submitted to a host that died before it began them.</summary>
    private void Continue(ILogger logger)
    {
        var journals = new Journals(new FileDisk(), settings.DataFolder);
        foreach (var name in journals.Campaigns())
        {
            try
            {
                var state = StateOf(journals, name);
                var source = state.Spec is null ? Submitted(name) : null;
                if ((state.Spec ?? source?.Spec)?.Lab == lab && !state.IsOver)
                {
                    Run(name, source);
                }
            }
            catch (Exception e) when (e is IOException or BadInputException)
            {
                HostLog.Failed(logger, $"Campaign '{name}'", e);
            }
        }
    }

    /// <summary>The campaign as its journal tells it; nothing where there is none yet.</summary>
    private static CampaignState StateOf(Journals journals, string name)
    {
        try
        {
            return CampaignLoop.Fold(journals.ReadCampaign(name));
        }
        catch (FileNotFoundException)
        {
            return CampaignState.Empty;
        }
    }

    /// <summary>What was kept of a campaign before its submission was confirmed; null when the folder holds none of this name.</summary>
    private CampaignSource? Submitted(string name) => new CampaignFolder(settings.DataFolder, name).Source() is { } text
        && CampaignSource.Parse(text, Path.Combine(settings.CampaignsFolder, $"{name}.yaml")) is var source && source.Spec.Name == name ? source : null;

    private ReplyMessage Answer(HostControlMessage control) => control.Verb switch
    {
        HostVerb.Submit => Submit(control),
        HostVerb.Status => new ReplyMessage(true, Lines()),
        HostVerb.Drain => Drain(),
        _ => new ReplyMessage(false, [$"'{control.Verb}' is unknown here"]),
    };

    private ReplyMessage Submit(HostControlMessage control)
    {
        CampaignSource source;
        try
        {
            source = CampaignSource.Parse(control.Text ?? "", control.FileName ?? Path.Combine(settings.CampaignsFolder, "submitted.yaml"));
        }
        catch (BadInputException e)
        {
            return new ReplyMessage(false, e.Lines);
        }

        var name = source.Spec.Name;
        if (source.Spec.Lab != lab)
        {
            return new ReplyMessage(false, [$"campaign '{name}' is for the lab '{source.Spec.Lab}', this host owns '{lab}'"]);
        }

        lock (_gate)
        {
            if (_draining)
            {
                return new ReplyMessage(false, ["the host is stopping"]);
            }

            if (_runs.TryGetValue(name, out var running) && !running.IsCompleted)
            {
                return new ReplyMessage(false, [$"campaign '{name}' is running already"]);
            }
        }

        if (WhyNot(source) is { } refusal)
        {
            return new ReplyMessage(false, refusal);
        }

        new CampaignFolder(settings.DataFolder, name).KeepSource(source.Text);
        Run(name, source);
        return new ReplyMessage(true, [$"campaign '{name}' is running: {source.Spec.Budget.Trials} trials; watch closedloop/v1/{lab}/campaign/{name}/#"]);
    }

    /// <summary>Why a campaign that the data folder knows cannot go on with this file, or null.</summary>
    private IReadOnlyList<string>? WhyNot(CampaignSource source)
    {
        var journals = new Journals(new FileDisk(), settings.DataFolder);
        if (!journals.Campaigns().Contains(source.Spec.Name))
        {
            return null;
        }

        var state = StateOf(journals, source.Spec.Name);
        return state.IsOver ? [$"campaign '{source.Spec.Name}' has ended ({state.Reason}); give the new one another name"]
            : state.Spec is { } was && CampaignSpecHash.Of(source.Spec) != state.SpecHash
                ? [$"the file has changed since run {state.Run} was started:", .. CampaignSpecHash.Difference(was, source.Spec)]
                : null;
    }

    private void Run(string name, CampaignSource? source)
    {
        lock (_gate)
        {
            _runs[name] = RunAsync(name, source);
        }
    }

    private async Task RunAsync(string name, CampaignSource? source)
    {
        var logger = _logging.CreateLogger("serve");
        try
        {
            var state = await _host!.RunAsync(name, source, [], _abandon.Token);
            new CampaignFolder(settings.DataFolder, name).WriteReport(state, _host.ReadEvents(name));
            HostLog.Said(logger, string.Join(' ', EndText.Of(state, name).Where(line => line.Length > 0).Take(2)));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            HostLog.Failed(logger, $"Campaign '{name}'", e);
        }
    }

    private ReplyMessage Drain()
    {
        lifetime.StopApplication();
        return new ReplyMessage(true, ["the host is stopping: running steps end first"]);
    }

    private List<Task> Drained()
    {
        lock (_gate)
        {
            _draining = true;
            return [.. _runs.Values];
        }
    }

    private List<string> Lines()
    {
        var journals = new Journals(new FileDisk(), settings.DataFolder);
        return
        [
            .. journals.Campaigns().Select(name => StateOf(journals, name)).Where(state => state.Spec is not null)
                .Select(state => $"{state.Spec!.Name}: {Progress.Of(state)} best {BestText.Of(state)}{Interrupted(state.Spec.Name)}"),
        ];
    }

    private string Interrupted(string name) => _host?.Interruptions.GetValueOrDefault(name) is { } why ? $"; {why}" : "";
}
