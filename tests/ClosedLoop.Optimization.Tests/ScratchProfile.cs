using System.Diagnostics;
using ClosedLoop.Domain;
namespace ClosedLoop.Optimization.Tests;
public sealed class ScratchProfile
{
    [Fact]
    public void Profile()
    {
        foreach (var n in new[] { 32, 64, 128, 200, 500, 1000 })
        {
            var data = Samples.Data(n, 6, 3);
            var l = new MarginalLikelihood(data, KernelFamily.Matern52);
            var x = l.Layout.Modes();
            var g = new double[x.Length];
            double Time(int r, Action a) { a(); var s = Stopwatch.StartNew(); var c = Environment.CpuUsage.TotalTime; for (var k = 0; k < r; k++) { a(); } return (Environment.CpuUsage.TotalTime - c).TotalMicroseconds / r; }
            var reps = Math.Max(5, 2000000 / n / n);
            for (var k = 0; k < 30; k++) { l.Evaluate(x, g); }
            var eval = Time(reps, () => l.Evaluate(x, g));
            var val = Time(reps, () => l.Evaluate(x, []));
            var m = new PaddedMatrix(n, n);
            for (var i = 0; i < n; i++) { m[i, i] = 1; }
            var c2 = Cholesky.Allocate(n);
            var chol = Time(reps, () => c2.Refactor(m));
            var u = new PaddedMatrix(n, n);
            var inv = Time(reps, () => c2.InverseFactor(u));
            var kinv = Time(reps, () => Cholesky.Inverse(u, m));
            var p = Samples.Posterior(data, new(l.Layout.Read(x, 0).LengthScales, 1, 0.01, 0));
            var at = p.Scratch(); var mean = new double[1]; var gr = new double[6];
            var pred = Time(reps * 4, () => p.Predict(data.Points[0], mean, at));
            var grad = Time(reps * 4, () => p.Gradient(at, [1.0], 1, gr));
            double[][] pts = [.. Enumerable.Range(0, 512).Select(_ => Samples.Point(6, Samples.Stream(1)))];
            var scan = Time(3, () => p.Predict(pts, new double[512], new double[512]));
            Console.Error.WriteLine($"n={n}: eval+grad {eval:F0} us, value {val:F0}, chol {chol:F0}, U {inv:F0}, Kinv {kinv:F0}; predict {pred:F1}, gradient {grad:F1}, scan512 {scan:F0}");
            TestContext.Current.SendDiagnosticMessage("x");
        }
    }
}
