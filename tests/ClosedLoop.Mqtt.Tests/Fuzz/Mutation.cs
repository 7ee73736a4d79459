namespace ClosedLoop.Mqtt.Tests;

/// <summary>What is done to a valid packet.</summary>
internal enum Mutation
{
    Nothing,
    FlipBits,
    SetBytes,
    CutBody,
    CutStream,
    LengthOff,
    LengthHuge,
    LengthOverlong,
    Splice,
    Append,
    DoubleProperty,
    UnknownProperty,
    ForeignProperty,
    InvalidText,
    PropertyLength,
    TextLength,
    ReservedFlags,
    InsertBytes,
    RemoveBytes,
    Noise,
}
