using System.CommandLine;
using System.Runtime.ExceptionServices;
using ClosedLoop.Campaigns;
using ClosedLoop.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary><c>closedloop serve</c>: the long-running host.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var lab = new Option<string>("--lab") { Description = "The lab that this host owns", DefaultValueFactory = _ => "demo", HelpName = "NAME" };
        var data = SharedOptions.Data();
        var broker = SharedOptions.Broker();
        var noInstruments = SharedOptions.NoInstruments();
        var command = new Command(
            "serve",
            "Run the long-running host: continues every unfinished campaign of the data folder, takes new ones (submit), is steered over MQTT")
        {
            lab, data, broker, noInstruments,
        };
        command.SetAction((arguments, cancellationToken) => CommandBorder.GuardAsync(settings =>
        {
            SharedOptions.Apply(settings, arguments.GetValue(data), arguments.GetValue(broker));
            if (arguments.GetValue(noInstruments))
            {
                settings.Instruments = InstrumentHosting.Elsewhere;
            }

            return RunAsync(settings, arguments.GetValue(lab)!);
        }));
        return command;
    }

    private static async Task<int> RunAsync(ClosedLoopSettings settings, string lab)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = Environment.CurrentDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(services => new CampaignServer(settings, lab, services.GetRequiredService<IHostApplicationLifetime>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<CampaignServer>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        using var host = builder.Build();
        var server = host.Services.GetRequiredService<CampaignServer>();
        await host.RunAsync();
        if (server.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return ExitCode.Done;
    }
}
