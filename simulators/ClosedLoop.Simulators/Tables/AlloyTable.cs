using System.Globalization;
using System.Text;
using ClosedLoop.Domain;

namespace ClosedLoop.Simulators;

/// <summary>
/// The experiments of our own simulated lab on annealed alloys, as a table: every composition in steps of 10 % with at least 10 % iron, annealed at five
/// temperatures, measured twice.
/// </summary>
public static class AlloyTable
{
    private const double Noise = 6;
    private const int Replicates = 2;
    private const ulong Seed = 2026;

    /// <summary>The table as comma-separated text, always the same: Fe, Ni, Cr (fractions), temperature (°C), hardness (HV).</summary>
    public static string Write()
    {
        var text = new StringBuilder("Fe,Ni,Cr,temperature,hardness\n");
        var surface = AlloySurface.Annealed;
        var random = new SeededRandom(Seed);
        for (var iron = 1; iron <= 10; iron++)
        {
            for (var nickel = 0; nickel <= 10 - iron; nickel++)
            {
                for (var temperature = 600; temperature <= 1000; temperature += 100)
                {
                    Append(text, surface, random, iron, nickel, temperature);
                }
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ResponseSurface surface, SeededRandom random, int iron, int nickel, int temperature)
    {
        var inputs = new Dictionary<string, ParameterValue>
        {
            ["Fe"] = iron / 10.0,
            ["Ni"] = nickel / 10.0,
            ["Cr"] = (10 - iron - nickel) / 10.0,
            ["temperature"] = temperature,
        };
        var hardness = ((Answer.Measured)surface.Respond(inputs, 0)).Outputs["hardness"].Number;
        for (var replicate = 0; replicate < Replicates; replicate++)
        {
            var measured = hardness + (Noise * random.NextNormal());
            text.Append(CultureInfo.InvariantCulture, $"{inputs["Fe"]},{inputs["Ni"]},{inputs["Cr"]},{temperature},{measured:F1}\n");
        }
    }
}
