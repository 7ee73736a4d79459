namespace ClosedLoop.Optimization;

/// <summary>What random numbers are for; streams of different purposes are independent.</summary>
internal enum StreamPurpose : ulong
{
    /// <summary>Scrambling of the initial design.</summary>
    Design = 1,

    /// <summary>Restarts of a hyper-parameter fit.</summary>
    Restarts = 2,

    /// <summary>Raw points of acquisition optimization.</summary>
    RawPoints = 3,

    /// <summary>Fantasized outcomes of pending trials.</summary>
    Fantasies = 4,

    /// <summary>Samples and cuts of a forest.</summary>
    Forest = 6,

    /// <summary>Points that stand for the whole space.</summary>
    Anchors = 11,

    /// <summary>Weights of several objectives.</summary>
    Weights = 5,

    /// <summary>Functions drawn from a posterior, for dry runs.</summary>
    PosteriorDraws = 20,

    /// <summary>Which observations are held out together.</summary>
    Folds = 40,

    /// <summary>Where explanations look.</summary>
    Explanations = 41,
}
