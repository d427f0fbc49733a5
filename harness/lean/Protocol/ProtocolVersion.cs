namespace Leantune.Harness.Protocol;

/// <summary>
/// What both ends call the version of the line protocol.
/// </summary>
public static class ProtocolVersion
{
    /// <summary>Grows when an old client could misread an answer.</summary>
    public const string Text = "1";
}
