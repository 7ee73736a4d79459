using ClosedLoop.Campaigns;
using ClosedLoop.Domain;
using ClosedLoop.Orchestrator;

namespace ClosedLoop;

/// <summary>Shows one run to the person who started it. <see cref="Happened"/> is called on the loop's thread, the rest on the command's.</summary>
internal abstract class CampaignView : ICampaignObserver, IDisposable
{
    /// <summary>A view that redraws on a terminal, plain lines elsewhere.</summary>
    public static CampaignView Create(CampaignSpec spec, bool plain) =>
        plain || Console.IsOutputRedirected || !Spectre.Console.AnsiConsole.Profile.Capabilities.Interactive ? new PlainView(spec) : new TerminalView(spec);

    /// <summary>The host is up.</summary>
    /// <param name="banner">Where everything is.</param>
    /// <param name="file">The campaign file.</param>
    /// <param name="instruments">A look at what the instruments say; from any thread.</param>
    public abstract void Begin(string banner, string file, Func<Task<IReadOnlyList<InstrumentRecord>>> instruments);

    /// <inheritdoc/>
    public abstract void Happened(CampaignState state, IReadOnlyList<CampaignEvent> events, string headHash);

    /// <inheritdoc/>
    public abstract void Waits(CampaignState state, IReadOnlyList<StepWait> waits);

    /// <inheritdoc/>
    public void Interrupted(string campaign, Interruption interruption) => Note(interruption.ToString());

    /// <summary>Something that the person should know; from any thread.</summary>
    public abstract void Note(string text);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The run is over, or let go of: the result, and where it is.</summary>
    /// <param name="state">How it stands.</param>
    /// <param name="report">The report's path.</param>
    /// <param name="again">The arguments that continue it.</param>
    public void End(CampaignState state, string report, string again)
    {
        Dispose();
        foreach (var line in EndText.Of(state, again))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"Report: {report}");
    }
}
