namespace ClosedLoop.Calculations;

/// <summary>Environment variables that every calculation gets, before its own.</summary>
public static class CalculationEnvironment
{
    /// <summary>
    /// One thread for each process: two threads of OpenBLAS made a small plane-wave run take 2.5 times as long. And no daemon of OpenMPI for a run of a single process,
    /// which saves 0.4 s at each start; only then, because a run under <c>mpirun</c> needs its own transports.
    /// </summary>
    /// <param name="cores">Cores of the run.</param>
    public static IReadOnlyDictionary<string, string> Of(int cores)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OMP_NUM_THREADS"] = "1",
            ["OPENBLAS_NUM_THREADS"] = "1",
            ["OMP_STACKSIZE"] = "512M",
            ["LC_ALL"] = "C",
        };
        if (cores == 1)
        {
            variables["OMPI_MCA_ess_singleton_isolated"] = "1";
            variables["OMPI_MCA_btl"] = "self";
            variables["OMPI_MCA_pml"] = "ob1";

            // Its own place for OpenMPI's files: in the common one, runs that begin and end at the same time take it away from each other (2 of 240 starts failed so).
            variables["OMPI_MCA_orte_tmpdir_base"] = ".";
        }

        return variables;
    }
}
