using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ClosedLoop;

/// <summary>Logs of one-campaign commands: everything as JSON lines in the data folder, warnings of the host also on screen.</summary>
internal static class HostLogging
{
    public static ILoggerFactory Create(string dataFolder, bool quiet) => LoggerFactory.Create(logging =>
    {
        logging.AddConfiguration(SettingsReader.Configuration().GetSection("Logging"));
        logging.AddProvider(new JsonLinesLoggerProvider(Path.Combine(dataFolder, "logs")));
        if (!quiet)
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
            });
        }
    });
}
