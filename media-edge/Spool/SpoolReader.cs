namespace SmartPbx.MediaEdge.Spool;

/// <summary>Reads the spool from where it is published to, one segment after the other. The file of the last one stays open while it grows.</summary>
internal sealed class SpoolReader(EventSpool spool) : IAsyncDisposable
{
    private SpoolPosition _position = SpoolPosition.Load(spool.Folder);
    private SpoolLines? _lines; // of the position's segment

    /// <summary>Segments that are not published to their end, rising.</summary>
    public IEnumerable<long> Segments => SpoolSegment.List(spool.Folder).Where(segment => segment >= _position.Segment);

    /// <summary>The lines of a segment, from the position on.</summary>
    public async ValueTask<SpoolLines> OpenAsync(long segment)
    {
        if (_lines is not null && _position.Segment == segment) return _lines;
        await CloseAsync();
        if (_position.Segment != segment) _position = new SpoolPosition(segment, 0);
        return _lines = new SpoolLines(SpoolSegment.Path(spool.Folder, segment), _position.Offset);
    }

    /// <summary>What was read so far is out.</summary>
    public void Advance()
    {
        _position = _position with { Offset = _lines!.Offset };
        _position.Save(spool.Folder);
    }

    /// <summary>The segment is published, and does not grow any more.</summary>
    public async ValueTask DeleteAsync(long segment)
    {
        await CloseAsync();
        File.Delete(SpoolSegment.Path(spool.Folder, segment));
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async ValueTask CloseAsync()
    {
        if (_lines is not null) await _lines.DisposeAsync();
        _lines = null;
    }
}
