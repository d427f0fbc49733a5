using System;
using System.IO;

namespace Leantune.Harness;

/// <summary>
/// A folder of this process for files that no one will want afterwards.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>Creates the folder, empty.</summary>
    public ScratchFolder()
    {
        Path = Directory.CreateTempSubdirectory("lean-harness-").FullName;
        Results = Directory.CreateDirectory(System.IO.Path.Combine(Path, "results")).FullName;
        ObjectStore = Directory.CreateDirectory(System.IO.Path.Combine(Path, "storage")).FullName;
    }

    /// <summary>The folder itself.</summary>
    public string Path { get; }

    /// <summary>Where LEAN may write results that no request has asked for.</summary>
    public string Results { get; }

    /// <summary>LEAN's object store, where the configuration names no other.</summary>
    public string ObjectStore { get; }

    /// <summary>
    /// Empties the object store, so that the next strategy finds nothing of the last one's.
    /// </summary>
    public void ClearObjectStore()
    {
        var store = new DirectoryInfo(ObjectStore);
        if (!store.Exists) return;
        foreach (var entry in store.EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
    }

    /// <summary>Deletes the folder.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A leftover in the temporary folder harms nobody.
        }
    }
}
