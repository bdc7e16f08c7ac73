<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Sync all</source>
        <translation>全部同步</translation>
    </message>
    <message>
        <source>Read all sources and fetch what is missing (F5)</source>
        <translation>读取所有来源并获取缺少的曲目 (F5)</translation>
    </message>
    <message>
        <source>What would a sync do…</source>
        <translation>同步会做什么…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End this sync; what is half there is kept for the next one (Ctrl+.)</source>
        <translation>结束本次同步；未完成的部分会留到下次继续 (Ctrl+.)</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Add a source (Ctrl+N)</source>
        <translation>添加来源 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Open music folder</source>
        <translation>打开音乐文件夹</translation>
    </message>
    <message>
        <source>Trash…</source>
        <translation>回收站…</translation>
    </message>
    <message>
        <source>Rename tracks…</source>
        <translation>重命名曲目…</translation>
    </message>
    <message>
        <source>Adopt files…</source>
        <translation>接管已有文件…</translation>
    </message>
    <message>
        <source>Save credits…</source>
        <translation>保存署名信息…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>设置 (Ctrl+,)</translation>
    </message>
    <message>
        <source>Save diagnostics…</source>
        <translation>保存诊断信息…</translation>
    </message>
    <message>
        <source>About Catalog Sync</source>
        <translation>关于 Catalog Sync</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on where it was paused (Ctrl+P)</source>
        <translation>从暂停处继续 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Interrupt the downloads and start nothing more (Ctrl+P)</source>
        <translation>中断下载，并且不再开始新的下载 (Ctrl+P)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Sync</source>
        <translation>同步(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>AddServerDialog</name>
    <message>
        <source>Add server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>Navidrome, gonic or another Subsonic server</source>
        <translation>Navidrome、gonic 或其他 Subsonic 服务器</translation>
    </message>
    <message>
        <source>Jellyfin</source>
        <translation>Jellyfin</translation>
    </message>
    <message>
        <source>Plex</source>
        <translation>Plex</translation>
    </message>
    <message>
        <source>Music Player Daemon (MPD)</source>
        <translation>Music Player Daemon (MPD)</translation>
    </message>
    <message>
        <source>A command of my own</source>
        <translation>自定义命令</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>地址(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密码(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Library there</source>
        <translation>服务器上的音乐库(&amp;L)</translation>
    </message>
    <message>
        <source>Pla&amp;ylists there</source>
        <translation>服务器上的播放列表(&amp;Y)</translation>
    </message>
    <message>
        <source>After its address, if nothing is given</source>
        <translation>留空则以地址命名</translation>
    </message>
    <message>
        <source>Co&amp;mmand</source>
        <translation>命令(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>令牌(&amp;T)</translation>
    </message>
    <message>
        <source>Folder in its music directory; nothing if it is that directory</source>
        <translation>其音乐目录中的文件夹；若就是该目录则留空</translation>
    </message>
    <message>
        <source>Path as the server sees it, e.g. /music; not needed as a rule</source>
        <translation>服务器所见的路径，例如 /music；通常不需要</translation>
    </message>
    <message>
        <source>Folder with playlists of absolute paths, as Plex sees it</source>
        <translation>存放绝对路径播放列表的文件夹（以 Plex 所见为准）</translation>
    </message>
    <message>
        <source>Most servers let only administrators start a scan.</source>
        <translation>多数服务器只允许管理员启动扫描。</translation>
    </message>
    <message>
        <source>Without a user the password is taken for an API key. Jellyfin lets only administrators and API keys start a scan.</source>
        <translation>不填用户时，密码会被当作 API 密钥。Jellyfin 只允许管理员和 API 密钥启动扫描。</translation>
    </message>
    <message>
        <source>Started through no shell, with the library in CATALOGSYNC_LIBRARY and lists of the playlist files in the files CATALOGSYNC_CHANGED and CATALOGSYNC_REMOVED.</source>
        <translation>不经过 shell 启动；音乐库位于 CATALOGSYNC_LIBRARY，播放列表文件的清单位于 CATALOGSYNC_CHANGED 和 CATALOGSYNC_REMOVED 所指的文件中。</translation>
    </message>
</context>
<context>
    <name>AddSourceDialog</name>
    <message>
        <source>Add a source</source>
        <translation>添加来源</translation>
    </message>
    <message>
        <source>&amp;Test and preview</source>
        <translation>测试并预览(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Sync it now</source>
        <translation>立即同步(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>Paste or drop a playlist (M3U, PLS, XSPF, JSPF), a podcast or its web page, a list of podcasts (OPML), something at the Internet Archive, or the address of your Subsonic or Jellyfin server. What it is, is recognised. Enter shows what it would bring.</source>
        <translation>粘贴或拖入播放列表（M3U、PLS、XSPF、JSPF）、播客或其网页、播客列表（OPML）、Internet Archive 上的内容，或者您的 Subsonic、Jellyfin 服务器的地址。程序会自动识别。按 Enter 键可查看它会带来什么。</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>正在询问 {host}…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>AdoptDialog</name>
    <message>
        <source>Adopt files</source>
        <translation>接管已有文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>By</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>疑点</translation>
    </message>
    <message>
        <source>Files and their tracks</source>
        <translation>文件及其曲目</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Only a &amp;folder…</source>
        <translation>仅限一个文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Check all certain</source>
        <translation>勾选所有确定的(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Adopt</source>
        <translation>接管(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Reading the files of the library…</source>
        <translation>正在读取音乐库中的文件…</translation>
    </message>
    <message>
        <source>Adopt files of a folder</source>
        <translation>接管某个文件夹中的文件</translation>
    </message>
    <message>
        <source>, and {count} more</source>
        <translation>，另有 {count} 个</translation>
    </message>
    <message>
        <source>{path} could not be read: {reason}{more}</source>
        <translation>无法读取 {path}：{reason}{more}</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>There are no audio files here.</source>
        <translation>这里没有音频文件。</translation>
    </message>
    <message>
        <source>certain: {count}</source>
        <translation>确定：{count}</translation>
    </message>
    <message>
        <source>doubtful, for you to check: {count}</source>
        <translation>存疑，需要您检查：{count}</translation>
    </message>
    <message>
        <source>on record already: {count}</source>
        <translation>已有记录：{count}</translation>
    </message>
    <message>
        <source>like nothing that is wanted: {count}</source>
        <translation>与所需内容都不相符：{count}</translation>
    </message>
    <message>
        <source>Files: {count}</source>
        <translation>文件：{count}</translation>
    </message>
    <message>
        <source>What is adopted stays as and where it is, and its track is not downloaded</source>
        <translation>被接管的文件保持原样、留在原处，其曲目不再下载</translation>
    </message>
    <message>
        <source>The files become the tracks&apos;…</source>
        <translation>这些文件正在成为曲目的文件…</translation>
    </message>
    <message>
        <source>Done. Adopted: {count}</source>
        <translation>完成。已接管：{count}</translation>
    </message>
    <message>
        <source>Stopped. Adopted: {count}</source>
        <translation>已停止。已接管：{count}</translation>
    </message>
    <message>
        <source>Left alone: {count}. {first}</source>
        <translation>未处理：{count}。{first}</translation>
    </message>
</context>
<context>
    <name>CreditsSaver</name>
    <message>
        <source>Save credits</source>
        <translation>保存署名信息</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>Credits of %n track(s) saved as {path}</source>
        <translation>
            <numerusform>%n 首曲目的署名信息已保存为 {path}</numerusform>
        </translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>署名信息</translation>
    </message>
</context>
<context>
    <name>DamageCard</name>
    <message>
        <source>Found when the library was read again: {counts}.</source>
        <translation>重新读取音乐库时发现：{counts}。</translation>
    </message>
    <message>
        <source>Look at them…</source>
        <translation>查看…</translation>
    </message>
</context>
<context>
    <name>DamageDialog</name>
    <message>
        <source>Damaged and changed files</source>
        <translation>损坏和被改动的文件</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>发现时间</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Fetch again</source>
        <translation>重新获取(&amp;F)</translation>
    </message>
    <message>
        <source>The file there is now goes to the trash when the new one is whole</source>
        <translation>新文件完整之后，现有文件会移入回收站</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>保留(&amp;K)</translation>
    </message>
    <message>
        <source>Take the files for right as they are</source>
        <translation>认可这些文件的现状</translation>
    </message>
    <message>
        <source>These files were read again and are not as they were recorded. Fetch again what is damaged; keep what you or another program changed on purpose. A file that is replaced goes to the trash, and only when the new one is there.</source>
        <translation>这些文件重新读取后与记录不符。损坏的请重新获取；您或其他程序有意改动的请保留。被替换的文件会移入回收站，而且要等新文件就位之后。</translation>
    </message>
    <message>
        <source>All files are as they should be, as far as they have been read again.</source>
        <translation>就已重新读取的部分而言，所有文件都完好。</translation>
    </message>
</context>
<context>
    <name>DamageWords</name>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Changed by someone else</source>
        <translation>被他人改动</translation>
    </message>
    <message>
        <source>Not there any more</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>A file of your library is damaged</source>
        <translation>您的音乐库中有一个文件已损坏</translation>
    </message>
    <message>
        <source>{count} files of your library are damaged</source>
        <translation>您的音乐库中有 {count} 个文件已损坏</translation>
    </message>
    <message>
        <source>A file of your library is not as it was</source>
        <translation>您的音乐库中有一个文件与原先不同</translation>
    </message>
    <message>
        <source>{count} files of your library are not as they were</source>
        <translation>您的音乐库中有 {count} 个文件与原先不同</translation>
    </message>
    <message>
        <source>{count} damaged</source>
        <translation>{count} 个已损坏</translation>
    </message>
    <message>
        <source>{count} cannot be read</source>
        <translation>{count} 个无法读取</translation>
    </message>
    <message>
        <source>{count} changed by someone else</source>
        <translation>{count} 个被他人改动</translation>
    </message>
    <message>
        <source>{count} not there any more</source>
        <translation>{count} 个已不存在</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>What is saved tells of versions, settings, sources, errors and the log. It holds no passwords and no tokens, but the names of your sources and servers.</source>
        <translation>保存的内容包括版本、设置、来源、错误和日志。其中没有密码和令牌，但有您的来源和服务器的名称。</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Looking. A server that does not answer takes a while…</source>
        <translation>正在检查。没有应答的服务器需要等待一会儿…</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Copy this list</source>
        <translation>复制此清单(&amp;C)</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>PROBLEM</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>保存诊断信息</translation>
    </message>
    <message>
        <source>Archive (*.zip)</source>
        <translation>压缩包 (*.zip)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存为 {path}</translation>
    </message>
</context>
<context>
    <name>EditSourceDialog</name>
    <message>
        <source>Edit a source</source>
        <translation>编辑来源</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密码(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>令牌(&amp;T)</translation>
    </message>
    <message>
        <source>Give a password or a token, not both.</source>
        <translation>密码和令牌只能提供其中一个。</translation>
    </message>
</context>
<context>
    <name>EditVariantDialog</name>
    <message>
        <source>Edit an export variant</source>
        <translation>编辑导出方案</translation>
    </message>
    <message>
        <source>Add an export variant</source>
        <translation>添加导出方案</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Escape + and % in paths, as Jellyfin needs it</source>
        <translation>转义路径中的 + 和 %，Jellyfin 需要这样(&amp;E)</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>What to call it: Server, Car radio</source>
        <translation>起个名称：服务器、车载音响</translation>
    </message>
    <message>
        <source>A folder in the library (Playlists/Server), or any other one</source>
        <translation>音乐库中的文件夹（Playlists/Server），或任何其他文件夹</translation>
    </message>
    <message>
        <source>Such as /music</source>
        <translation>例如 /music</translation>
    </message>
    <message>
        <source>.m3u, which everything reads</source>
        <translation>.m3u，所有程序都能读取</translation>
    </message>
    <message>
        <source>.m3u8</source>
        <translation>.m3u8</translation>
    </message>
    <message>
        <source>.xspf (XML)</source>
        <translation>.xspf (XML)</translation>
    </message>
    <message>
        <source>.jspf (JSON)</source>
        <translation>.jspf (JSON)</translation>
    </message>
    <message>
        <source>Relative to the playlist file</source>
        <translation>相对于播放列表文件</translation>
    </message>
    <message>
        <source>As this computer sees the library</source>
        <translation>本机所见的音乐库路径</translation>
    </message>
    <message>
        <source>As a server sees the library</source>
        <translation>服务器所见的音乐库路径</translation>
    </message>
    <message>
        <source>UTF-8</source>
        <translation>UTF-8</translation>
    </message>
    <message>
        <source>Windows-1252, for old players</source>
        <translation>Windows-1252，用于旧播放器</translation>
    </message>
    <message>
        <source>ISO-8859-1, for old players</source>
        <translation>ISO-8859-1，用于旧播放器</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>F&amp;ormat</source>
        <translation>格式(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Tracks are named</source>
        <translation>曲目路径的写法(&amp;T)</translation>
    </message>
    <message>
        <source>Library on the &amp;server</source>
        <translation>服务器上的音乐库(&amp;S)</translation>
    </message>
    <message>
        <source>En&amp;coding</source>
        <translation>编码(&amp;C)</translation>
    </message>
    <message>
        <source>Choose a folder for playlist files</source>
        <translation>选择存放播放列表文件的文件夹</translation>
    </message>
</context>
<context>
    <name>FeedsTable</name>
    <message>
        <source>Podcast</source>
        <translation>播客</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>{title} (subscribed already)</source>
        <translation>{title}（已订阅）</translation>
    </message>
</context>
<context>
    <name>FolderNote</name>
    <message>
        <source>&amp;Try it out…</source>
        <translation>测试一下(&amp;T)…</translation>
    </message>
    <message>
        <source>Finds out which names it takes and what else it can do; leaves nothing there</source>
        <translation>查明它接受哪些名称以及其他能力；不会留下任何东西</translation>
    </message>
    <message>
        <source>Not tried out yet</source>
        <translation>尚未测试</translation>
    </message>
    <message>
        <source>A and a differ</source>
        <translation>A 与 a 不同</translation>
    </message>
    <message>
        <source>A and a are one</source>
        <translation>A 与 a 相同</translation>
    </message>
    <message>
        <source>{file_system}; {case}; names up to {longest}</source>
        <translation>{file_system}；{case}；名称最长 {longest}</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>All a library needs works in this folder.</source>
        <translation>音乐库所需的一切在此文件夹中都可用。</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Lines to show</source>
        <translation>要显示的行</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有发生任何事。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Catalog Sync</source>
        <translation>Catalog Sync</translation>
    </message>
    <message>
        <source>Where should the music go?</source>
        <translation>音乐要放在哪里？</translation>
    </message>
    <message>
        <source>Choose music folder…</source>
        <translation>选择音乐文件夹…</translation>
    </message>
    <message>
        <source>Catalog Sync downloads the tracks of your playlists, podcasts and music servers into one folder, and keeps playlist files for your player in it.</source>
        <translation>Catalog Sync 把您的播放列表、播客和音乐服务器上的曲目下载到同一个文件夹中，并在其中为您的播放器保存播放列表文件。</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>主工具栏</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Choose music folder</source>
        <translation>选择音乐文件夹</translation>
    </message>
    <message>
        <source>This folder cannot be used</source>
        <translation>无法使用此文件夹</translation>
    </message>
</context>
<context>
    <name>MatchModel</name>
    <message>
        <source>Wanted</source>
        <translation>所需曲目</translation>
    </message>
    <message>
        <source>In your library</source>
        <translation>您的音乐库中</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>可信度</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
</context>
<context>
    <name>MatchesDialog</name>
    <message>
        <source>Matches to confirm</source>
        <translation>待确认的匹配</translation>
    </message>
    <message>
        <source>These tracks have no address to download from, but your library holds something like them. Is it the same? What you accept appears in the playlists; what you reject is not asked again.</source>
        <translation>这些曲目没有下载地址，但您的音乐库中有类似的曲目。它们是同一首吗？您接受的会出现在播放列表中；您拒绝的不会再次询问。</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>接受(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>拒绝(&amp;R)</translation>
    </message>
    <message>
        <source>Accept all from here &amp;up</source>
        <translation>接受从这里往上的所有匹配(&amp;U)</translation>
    </message>
    <message>
        <source>Accept the chosen match and all that are surer than it</source>
        <translation>接受所选的匹配以及所有更可信的匹配</translation>
    </message>
    <message>
        <source>No match waits for an answer.</source>
        <translation>没有等待确认的匹配。</translation>
    </message>
</context>
<context>
    <name>NamingPreview</name>
    <message>
        <source>Preview of the names</source>
        <translation>名称预览</translation>
    </message>
    <message>
        <source>This template cannot be used:</source>
        <translation>无法使用此模板：</translation>
    </message>
    <message>
        <source>Tracks of yours would be:</source>
        <translation>您的曲目将会是：</translation>
    </message>
    <message>
        <source>Example:</source>
        <translation>示例：</translation>
    </message>
</context>
<context>
    <name>NowPage</name>
    <message>
        <source>Sync all</source>
        <translation>全部同步</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Nothing is downloaded until you resume. What is half there is kept.</source>
        <translation>在您选择继续之前不会下载任何内容。已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Nothing to do right now</source>
        <translation>现在无事可做</translation>
    </message>
    <message>
        <source>A sync reads your sources and fetches the tracks that are missing.</source>
        <translation>同步会读取您的来源，并获取缺少的曲目。</translation>
    </message>
    <message>
        <source>Add a source to begin</source>
        <translation>添加一个来源即可开始</translation>
    </message>
    <message>
        <source>Paste or drop the address of a playlist, a podcast or a music server, or a file: what it is, is recognised.</source>
        <translation>粘贴或拖入播放列表、播客、音乐服务器的地址或者一个文件：程序会自动识别。</translation>
    </message>
    <message>
        <source>Add a source…</source>
        <translation>添加来源…</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>PlaylistPage</name>
    <message>
        <source>Put the &amp;cover of the first album beside every playlist</source>
        <translation>在每个播放列表旁放置其第一张专辑的封面(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keep Credits.txt beside them: who made the tracks, by licence</source>
        <translation>在旁边保存 Credits.txt：按许可协议列出曲目的作者(&amp;K)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Tracks are named</source>
        <translation>曲目路径的写法</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Export variants</source>
        <translation>导出方案</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Playlist files</source>
        <translation>播放列表文件(&amp;P)</translation>
    </message>
    <message>
        <source>For other players and servers every playlist can be written in other ways too, each with a folder of its own:</source>
        <translation>每个播放列表还可以按其他方式写入各自的文件夹，供其他播放器和服务器使用：</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对路径</translation>
    </message>
    <message>
        <source>absolute</source>
        <translation>绝对路径</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Cancel the sign-in</source>
        <translation>取消登录(&amp;C)</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>艺术家</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>专辑</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Playlist</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>A&amp;ll</source>
        <translation>全选(&amp;L)</translation>
    </message>
    <message>
        <source>N&amp;one</source>
        <translation>全不选(&amp;O)</translation>
    </message>
    <message>
        <source>Choose all feeds</source>
        <translation>选择所有订阅源</translation>
    </message>
    <message>
        <source>Choose no feed</source>
        <translation>不选择任何订阅源</translation>
    </message>
    <message>
        <source>Feeds</source>
        <translation>订阅源</translation>
    </message>
    <message>
        <source>Type this code into an app or a browser that is logged in to the server (user menu, Quick Connect) within five minutes:</source>
        <translation>请在五分钟之内，在已登录该服务器的应用或浏览器中（用户菜单，快速连接）输入此代码：</translation>
    </message>
    <message>
        <source>Quick Connect code</source>
        <translation>快速连接代码</translation>
    </message>
    <message>
        <source>Waiting until the code is confirmed…</source>
        <translation>正在等待代码得到确认…</translation>
    </message>
    <message>
        <source>First {count} tracks</source>
        <translation>前 {count} 首曲目</translation>
    </message>
    <message>
        <source>A list of {count} podcasts. Which do you want to follow?</source>
        <translation>包含 {count} 个播客的列表。您想关注哪些？</translation>
    </message>
    <message>
        <source>A list of one podcast.</source>
        <translation>只包含一个播客的列表。</translation>
    </message>
    <message>
        <source>1 playlist</source>
        <translation>1 个播放列表</translation>
    </message>
    <message>
        <source>{count} playlists</source>
        <translation>{count} 个播放列表</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 首曲目</translation>
    </message>
    <message>
        <source>{count} tracks</source>
        <translation>{count} 首曲目</translation>
    </message>
    <message>
        <source>{count} without an address</source>
        <translation>{count} 首没有地址</translation>
    </message>
    <message>
        <source>at least {number}</source>
        <translation>至少 {number}</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>艺术家</translation>
    </message>
    <message>
        <source>Album</source>
        <translation>专辑</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>File or reason</source>
        <translation>文件或原因</translation>
    </message>
    <message>
        <source>Next: {time}.</source>
        <translation>下次：{time}。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Putting in place</source>
        <translation>正在就位</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>In the trash</source>
        <translation>在回收站中</translation>
    </message>
    <message>
        <source>Removed by you</source>
        <translation>由您移除</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>所有状态</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>所有来源</translation>
    </message>
    <message>
        <source>Search title, artist and album</source>
        <translation>搜索标题、艺术家和专辑</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Tracks without an address that may be something in your library</source>
        <translation>没有地址、但可能与您音乐库中某首相同的曲目</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>{count} tracks</source>
        <translation>{count} 首曲目</translation>
    </message>
    <message>
        <source>1 match to confirm…</source>
        <translation>1 个匹配待确认…</translation>
    </message>
    <message>
        <source>{count} matches to confirm…</source>
        <translation>{count} 个匹配待确认…</translation>
    </message>
</context>
<context>
    <name>RemoveSourceDialog</name>
    <message>
        <source>Remove a source</source>
        <translation>移除来源</translation>
    </message>
    <message>
        <source>“{name}” will not be followed any more. Its playlist files are removed from the library; the tracks that were downloaded stay.</source>
        <translation>将不再关注“{name}”。它的播放列表文件会从音乐库中移除；已下载的曲目会保留。</translation>
    </message>
    <message>
        <source>&amp;Delete its downloaded tracks as well</source>
        <translation>同时删除它下载的曲目(&amp;D)</translation>
    </message>
    <message>
        <source>Only files that Catalog Sync wrote, that nobody changed since and that no other source holds are deleted. They cannot be brought back.</source>
        <translation>只删除由 Catalog Sync 写入、此后无人改动且不属于其他来源的文件。删除后无法恢复。</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
</context>
<context>
    <name>RenameLibraryDialog</name>
    <message>
        <source>Rename tracks</source>
        <translation>重命名曲目</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Tracks and their new names</source>
        <translation>曲目及其新名称</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo the last rename</source>
        <translation>撤销上次重命名(&amp;U)</translation>
    </message>
    <message>
        <source>Reading the tags of the tracks…</source>
        <translation>正在读取曲目的标签…</translation>
    </message>
    <message>
        <source>keeps its name: {reason}</source>
        <translation>保留原名：{reason}</translation>
    </message>
    <message>
        <source>Template: {text}</source>
        <translation>模板：{text}</translation>
    </message>
    <message>
        <source>To be renamed: {count}</source>
        <translation>将重命名：{count}</translation>
    </message>
    <message>
        <source>with a number, as another file has the name: {count}</source>
        <translation>因同名文件而加上编号：{count}</translation>
    </message>
    <message>
        <source>covers and lyrics that go along: {count}</source>
        <translation>随同移动的封面和歌词：{count}</translation>
    </message>
    <message>
        <source>named so already: {count}</source>
        <translation>已是这个名称：{count}</translation>
    </message>
    <message>
        <source>there before Catalog Sync and left alone: {count}</source>
        <translation>在 Catalog Sync 之前就有，未处理：{count}</translation>
    </message>
    <message>
        <source>left alone for the reason told: {count}</source>
        <translation>因所述原因未处理：{count}</translation>
    </message>
    <message>
        <source>There are no tracks in the library yet.</source>
        <translation>音乐库中还没有曲目。</translation>
    </message>
    <message>
        <source>It begins when the sync that runs has ended.</source>
        <translation>等正在进行的同步结束后开始。</translation>
    </message>
    <message>
        <source>The former names are put back…</source>
        <translation>正在恢复原先的名称…</translation>
    </message>
    <message>
        <source>The tracks get their names…</source>
        <translation>曲目正在获得新名称…</translation>
    </message>
    <message>
        <source>Stopped before it began.</source>
        <translation>在开始之前已停止。</translation>
    </message>
    <message>
        <source>Files are being renamed…</source>
        <translation>正在重命名文件…</translation>
    </message>
    <message>
        <source>Done. Files renamed: {moved}</source>
        <translation>完成。已重命名的文件：{moved}</translation>
    </message>
    <message>
        <source>Stopped. Files renamed: {moved}</source>
        <translation>已停止。已重命名的文件：{moved}</translation>
    </message>
    <message>
        <source>Interrupted. Files renamed: {moved}</source>
        <translation>已中断。已重命名的文件：{moved}</translation>
    </message>
    <message>
        <source>Files that keep their names, as somebody changed or removed them: {count}. The log names them</source>
        <translation>因有人改动或移除而保留原名的文件：{count}。日志中列出了它们</translation>
    </message>
</context>
<context>
    <name>ServersPage</name>
    <message>
        <source>Servers and players that read this library are told when a sync has written its playlists. Changes here count at once.</source>
        <translation>同步写好播放列表之后，会通知读取此音乐库的服务器和播放器。此处的更改立即生效。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>通知时间</translation>
    </message>
    <message>
        <source>Knows</source>
        <translation>已识别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>As&amp;k what they know</source>
        <translation>询问它们识别了哪些(&amp;K)</translation>
    </message>
    <message>
        <source>Not known to</source>
        <translation>未被识别于</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Files that servers do not know</source>
        <translation>服务器不认识的文件</translation>
    </message>
    <message>
        <source>{known} of {entries}</source>
        <translation>{known}/{entries}</translation>
    </message>
    <message>
        <source>Not told yet</source>
        <translation>尚未通知</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Asking… a large library takes a while.</source>
        <translation>正在询问…音乐库较大时需要一会儿。</translation>
    </message>
    <message>
        <source>{name} knows {known} of {entries} playlist entries.</source>
        <translation>{name} 识别了 {entries} 个播放列表条目中的 {known} 个。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Closing the window &amp;keeps the program in the tray</source>
        <translation>关闭窗口后，程序保留在托盘中(&amp;K)</translation>
    </message>
    <message>
        <source>Show a &amp;message when a sync ends</source>
        <translation>同步结束时显示消息(&amp;M)</translation>
    </message>
    <message>
        <source>Where there is no keyring, keep &amp;passwords in a file only I can read</source>
        <translation>没有密钥环时，把密码保存在只有我能读取的文件中(&amp;P)</translation>
    </message>
    <message>
        <source>The folder your music goes to</source>
        <translation>存放音乐的文件夹</translation>
    </message>
    <message>
        <source>http://proxy.example:3128, or nothing</source>
        <translation>http://proxy.example:3128，或留空</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>ID3v2.4</source>
        <translation>ID3v2.4</translation>
    </message>
    <message>
        <source>ID3v2.3, for old players</source>
        <translation>ID3v2.3，用于旧播放器</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> 小时</translation>
    </message>
    <message>
        <source>Only when I ask</source>
        <translation>仅在我要求时</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>音乐库</translation>
    </message>
    <message>
        <source>Music &amp;folder</source>
        <translation>音乐文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Keep &amp;free</source>
        <translation>保留空闲(&amp;F)</translation>
    </message>
    <message>
        <source>Or 1 % of the volume, where that is more.</source>
        <translation>如果卷的 1% 更多，则以其为准。</translation>
    </message>
    <message>
        <source>&amp;Naming</source>
        <translation>命名(&amp;N)</translation>
    </message>
    <message>
        <source>Fields: {fields}</source>
        <translation>字段：{fields}</translation>
    </message>
    <message>
        <source>{albumartist|artist} is the first that is known, {track:03} has three digits, {?{disc}-} is there only if the disc is known. Tracks that are there keep their names until you rename them (File menu).</source>
        <translation>{albumartist|artist} 取第一个已知的值，{track:03} 为三位数字，{?{disc}-} 仅在碟号已知时出现。已有的曲目保留其名称，直到您重命名它们（“文件”菜单）。</translation>
    </message>
    <message>
        <source>Read files again &amp;every</source>
        <translation>重新读取文件的周期(&amp;E)</translation>
    </message>
    <message>
        <source>Finds files that have been damaged on the disk. Never in a hurry.</source>
        <translation>找出在磁盘上损坏的文件。从不抢占资源。</translation>
    </message>
    <message>
        <source>&amp;Tags of MP3, WAV and AIFF</source>
        <translation>MP3、WAV 和 AIFF 的标签(&amp;T)</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Downloads at a &amp;time</source>
        <translation>同时下载数(&amp;T)</translation>
    </message>
    <message>
        <source>Of those from one &amp;server</source>
        <translation>其中来自同一服务器的(&amp;S)</translation>
    </message>
    <message>
        <source>Sync &amp;every</source>
        <translation>同步间隔(&amp;E)</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>代理(&amp;X)</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>Choose music folder</source>
        <translation>选择音乐文件夹</translation>
    </message>
</context>
<context>
    <name>SourceForm</name>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Sign in with &amp;Quick Connect</source>
        <translation>使用快速连接登录(&amp;Q)</translation>
    </message>
    <message>
        <source>https://… or a file on this computer</source>
        <translation>https://… 或本机上的文件</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Only if the server asks for one</source>
        <translation>仅在服务器要求时</translation>
    </message>
    <message>
        <source>An API key or access token, in place of a password</source>
        <translation>API 密钥或访问令牌，代替密码</translation>
    </message>
    <message>
        <source>Address or &amp;file</source>
        <translation>地址或文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>类型(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>密码(&amp;P)</translation>
    </message>
    <message>
        <source>Tok&amp;en</source>
        <translation>令牌(&amp;E)</translation>
    </message>
    <message>
        <source>Enter a password or a token, not both.</source>
        <translation>请输入密码或令牌，不要两者都填。</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>Its content will tell</source>
        <translation>由其内容判断</translation>
    </message>
    <message>
        <source>As it calls itself</source>
        <translation>以其自称的名称</translation>
    </message>
    <message>
        <source>Recognised: {kind}</source>
        <translation>已识别：{kind}</translation>
    </message>
    <message>
        <source>Recognised: list of podcasts (OPML)</source>
        <translation>已识别：播客列表 (OPML)</translation>
    </message>
    <message>
        <source>Choose a playlist or a list of podcasts</source>
        <translation>选择播放列表或播客列表</translation>
    </message>
    <message>
        <source>Playlists and lists of podcasts (*.m3u *.m3u8 *.pls *.xspf *.jspf *.opml)</source>
        <translation>播放列表和播客列表 (*.m3u *.m3u8 *.pls *.xspf *.jspf *.opml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>SourceOptions</name>
    <message>
        <source>O&amp;ptions</source>
        <translation>选项(&amp;P)</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>SourcesModel</name>
    <message>
        <source>{kind} · {done} of {total} tracks</source>
        <translation>{kind} · {done}/{total} 首曲目</translation>
    </message>
    <message>
        <source>, {count} failed</source>
        <translation>，{count} 首失败</translation>
    </message>
    <message>
        <source>Paused: {reason}</source>
        <translation>已暂停：{reason}</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>尚未同步</translation>
    </message>
    <message>
        <source>Refreshed {time}</source>
        <translation>刷新于 {time}</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>No sources yet</source>
        <translation>还没有来源</translation>
    </message>
    <message>
        <source>A source is what you follow: a playlist, a podcast, something at the Internet Archive, or your Subsonic or Jellyfin server.</source>
        <translation>来源就是您关注的内容：播放列表、播客、Internet Archive 上的内容，或者您的 Subsonic 或 Jellyfin 服务器。</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Sync the selected source</source>
        <translation>同步所选来源</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Change the selected source&apos;s name, login and options</source>
        <translation>更改所选来源的名称、登录信息和选项</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Remove the selected source</source>
        <translation>移除所选来源</translation>
    </message>
    <message>
        <source>Accept the smaller catalogue</source>
        <translation>接受变小的目录</translation>
    </message>
    <message>
        <source>The sources could not be listed: {reason}</source>
        <translation>无法列出来源：{reason}</translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>Total speed</source>
        <translation>总速度</translation>
    </message>
    <message>
        <source>Progress of the sync</source>
        <translation>同步进度</translation>
    </message>
</context>
<context>
    <name>StatusWords</name>
    <message>
        <source>The sync is held up.</source>
        <translation>同步受阻。</translation>
    </message>
    <message>
        <source>Synced, but not everything came through.</source>
        <translation>已同步，但并非全部成功。</translation>
    </message>
    <message>
        <source>The sync could not run.</source>
        <translation>同步无法进行。</translation>
    </message>
    <message>
        <source>Paused until you resume.</source>
        <translation>已暂停，直到您选择继续。</translation>
    </message>
    <message>
        <source>Paused until {time}.</source>
        <translation>已暂停至 {time}。</translation>
    </message>
    <message>
        <source>Downloading {tracks}.</source>
        <translation>正在下载 {tracks}。</translation>
    </message>
    <message>
        <source>Reading the catalogues…</source>
        <translation>正在读取目录…</translation>
    </message>
    <message>
        <source>Looking for what comes next…</source>
        <translation>正在查找接下来的内容…</translation>
    </message>
    <message>
        <source>Finishing the sync…</source>
        <translation>正在完成同步…</translation>
    </message>
    <message>
        <source>Waiting for the network; the next look is at {time}.</source>
        <translation>正在等待网络；下次查看时间为 {time}。</translation>
    </message>
    <message>
        <source>Waiting for {host} until {time}.</source>
        <translation>正在等待 {host}，直到 {time}。</translation>
    </message>
    <message>
        <source>Ready to sync.</source>
        <translation>可以同步。</translation>
    </message>
    <message>
        <source>The last sync was stopped.</source>
        <translation>上次同步被停止。</translation>
    </message>
    <message>
        <source>Up to date, with {tracks} more.</source>
        <translation>已是最新，新增 {tracks}。</translation>
    </message>
    <message>
        <source>Everything is up to date.</source>
        <translation>一切都是最新的。</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 首曲目</translation>
    </message>
    <message>
        <source>{count} tracks</source>
        <translation>{count} 首曲目</translation>
    </message>
    <message>
        <source>Last sync {time}</source>
        <translation>上次同步 {time}</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} 首等待中</translation>
    </message>
    <message>
        <source>next sync {time}</source>
        <translation>下次同步 {time}</translation>
    </message>
    <message>
        <source>{name} knows {known} of {entries} entries</source>
        <translation>{name} 识别了 {entries} 个条目中的 {known} 个</translation>
    </message>
    <message>
        <source>{name} could not be told</source>
        <translation>无法通知 {name}</translation>
    </message>
    <message>
        <source>{name} knows every entry</source>
        <translation>{name} 识别了所有条目</translation>
    </message>
    <message>
        <source>{names} know every entry</source>
        <translation>{names} 识别了所有条目</translation>
    </message>
    <message>
        <source>{count} done</source>
        <translation>{count} 首完成</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 首失败</translation>
    </message>
    <message>
        <source>{count} skipped</source>
        <translation>{count} 首跳过</translation>
    </message>
    <message>
        <source>Sync done</source>
        <translation>同步完成</translation>
    </message>
    <message>
        <source>Sync done, with failures</source>
        <translation>同步完成，有失败</translation>
    </message>
    <message>
        <source>Sync stopped</source>
        <translation>同步已停止</translation>
    </message>
    <message>
        <source>Sync failed</source>
        <translation>同步失败</translation>
    </message>
    <message>
        <source>The window tells why.</source>
        <translation>窗口中说明了原因。</translation>
    </message>
    <message>
        <source>Sync again</source>
        <translation>再次同步</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>There is no folder for the music yet</source>
        <translation>还没有存放音乐的文件夹</translation>
    </message>
    <message>
        <source>Choose music folder…</source>
        <translation>选择音乐文件夹…</translation>
    </message>
    <message>
        <source>The music folder is full</source>
        <translation>音乐文件夹已满</translation>
    </message>
    <message>
        <source>Open music folder</source>
        <translation>打开音乐文件夹</translation>
    </message>
    <message>
        <source>The music folder is not there</source>
        <translation>音乐文件夹不在</translation>
    </message>
    <message>
        <source>The music folder does not answer</source>
        <translation>音乐文件夹没有应答</translation>
    </message>
    <message>
        <source>The music folder cannot be used</source>
        <translation>无法使用音乐文件夹</translation>
    </message>
    <message>
        <source>Not every playlist could be written</source>
        <translation>并非所有播放列表都写好了</translation>
    </message>
    <message>
        <source>Not every track came through</source>
        <translation>并非所有曲目都成功</translation>
    </message>
    <message>
        <source>Show what failed</source>
        <translation>显示失败的曲目</translation>
    </message>
    <message>
        <source>A source could not be read</source>
        <translation>有一个来源无法读取</translation>
    </message>
    <message>
        <source>What is wrong is said next to it in the list of sources.</source>
        <translation>来源列表中说明了问题所在。</translation>
    </message>
    <message>
        <source>Something needs your attention</source>
        <translation>有事需要您处理</translation>
    </message>
</context>
<context>
    <name>SyncPlanDialog</name>
    <message>
        <source>What would a sync do?</source>
        <translation>同步会做什么？</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>From the library</source>
        <translation>来自音乐库</translation>
    </message>
    <message>
        <source>There</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>To the trash</source>
        <translation>移入回收站</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Playlist</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Would be</source>
        <translation>将会是</translation>
    </message>
    <message>
        <source>Tracks now</source>
        <translation>现有曲目</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Arriving</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Playlists that would be others</source>
        <translation>会改变的播放列表</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>&amp;Sync now</source>
        <translation>立即同步(&amp;S)</translation>
    </message>
    <message>
        <source>Reading the catalogues…</source>
        <translation>正在读取目录…</translation>
    </message>
    <message>
        <source>{source} could not be read: {reason}</source>
        <translation>无法读取 {source}：{reason}</translation>
    </message>
    <message>
        <source>The library&apos;s volume is nearly full: a sync would not begin</source>
        <translation>音乐库所在的卷几乎已满：同步不会开始</translation>
    </message>
    <message>
        <source>There is too little room: {size} are kept free, so some downloads would wait</source>
        <translation>空间太小：要保留 {size} 空闲，因此部分下载需要等待</translation>
    </message>
    <message>
        <source>{count} unknown</source>
        <translation>{count} 首未知</translation>
    </message>
    <message>
        <source>{size} + {count} unknown</source>
        <translation>{size} + {count} 首未知</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>To be downloaded: {count} ({size})</source>
        <translation>将下载：{count}（{size}）</translation>
    </message>
    <message>
        <source>taken from the library instead: {count}</source>
        <translation>改从音乐库取得：{count}</translation>
    </message>
    <message>
        <source>matched with what is there: {count}</source>
        <translation>与已有内容匹配：{count}</translation>
    </message>
    <message>
        <source>there already: {count}</source>
        <translation>已有：{count}</translation>
    </message>
    <message>
        <source>without an address: {count}</source>
        <translation>没有地址：{count}</translation>
    </message>
    <message>
        <source>to the trash: {count}</source>
        <translation>移入回收站：{count}</translation>
    </message>
    <message>
        <source>back from the trash: {count}</source>
        <translation>从回收站取回：{count}</translation>
    </message>
    <message>
        <source>deleted from the trash for good: {count}</source>
        <translation>从回收站永久删除：{count}</translation>
    </message>
    <message>
        <source>playlists that would be others: {count}</source>
        <translation>会改变的播放列表：{count}</translation>
    </message>
    <message>
        <source>The volume does not tell how much is free</source>
        <translation>该卷没有说明有多少空闲空间</translation>
    </message>
    <message>
        <source>Free: {now} now, {after} afterwards at most</source>
        <translation>空闲：现在 {now}，之后最多 {after}</translation>
    </message>
    <message>
        <source>Free: {now} now, {after} afterwards</source>
        <translation>空闲：现在 {now}，之后 {after}</translation>
    </message>
    <message>
        <source>How long it takes is unknown, as nothing was downloaded yet</source>
        <translation>因为还没有下载过任何内容，所需时间未知</translation>
    </message>
    <message>
        <source>Takes about {time}</source>
        <translation>大约需要 {time}</translation>
    </message>
    <message>
        <source>There is no plan.</source>
        <translation>没有计划。</translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>移入时间</translation>
    </message>
    <message>
        <source>Deleted on</source>
        <translation>删除时间</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Tracks in the trash</source>
        <translation>回收站中的曲目</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete now…</source>
        <translation>立即删除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Empty the trash…</source>
        <translation>清空回收站(&amp;E)…</translation>
    </message>
    <message>
        <source>Tracks that their catalogue does not list any more. They are deleted when their time is over, and come back by themselves if they are listed again before.</source>
        <translation>目录中不再列出的曲目。期限一到就会删除；如果在此之前重新列出，它们会自动恢复。</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Empty</source>
        <translation>清空(&amp;E)</translation>
    </message>
    <message>
        <source>Delete the files of one track for good?</source>
        <translation>永久删除一首曲目的文件吗？</translation>
    </message>
    <message>
        <source>Delete the files of {count} tracks for good?</source>
        <translation>永久删除 {count} 首曲目的文件吗？</translation>
    </message>
    <message>
        <source>They cannot be brought back.</source>
        <translation>删除后无法恢复。</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>It was found when the library was read again. The window tells more.</source>
        <translation>这是重新读取音乐库时发现的。窗口中有更多说明。</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
    <message>
        <source>About Catalog Sync</source>
        <translation>关于 Catalog Sync</translation>
    </message>
    <message>
        <source>Catalog Sync {version}</source>
        <translation>Catalog Sync {version}</translation>
    </message>
    <message>
        <source>Keeps a music library and its playlists in step with remote catalogues.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>让音乐库及其播放列表与远程目录保持一致。

自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。</translation>
    </message>
</context>
<context>
    <name>WorkerTableModel</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Tagging</source>
        <translation>正在写标签</translation>
    </message>
    <message>
        <source>Putting in place</source>
        <translation>正在就位</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
</context>
<context>
    <name>WorkerTableView</name>
    <message>
        <source>Running downloads</source>
        <translation>正在进行的下载</translation>
    </message>
    <message>
        <source>Nothing is downloading.</source>
        <translation>没有正在下载的内容。</translation>
    </message>
</context>
<context>
    <name>box</name>
    <message>
        <source>Music folder</source>
        <translation>音乐文件夹</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source> (it says: {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> after {0} attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and does not say which</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and does not say why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;catalogsync-gui items --state failed&quot; tells why; &quot;catalogsync-gui retry&quot; tries again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{0}&quot; has {1} tracks instead of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, which is 1 % of the volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 download runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; and {0} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; it is asked again at the next sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; try the same words on its search page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalog Sync is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalog Sync itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalog Sync keeps the passwords and tokens of your sources here, because this computer has no desktop secret store and you agreed to a file (setting secrets_file). They are readable by whoever can read this file: it is for your account only. Do not share or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CatalogSync (desktop application; syncs subscribed playlists to a home library)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DSD stream file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is cut off or was never finished, so its tags were left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not refreshed by itself any more; sync it by hand to try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags are damaged and were left as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags claim to be longer than the file, so they were left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags could not be worked on: {0}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags hold more frames than any player reads; they were left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags need more memory than there is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags take more than {0} MB, so they were left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its tags unpack to far more than they take, so they were left alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jellyfin lets only administrators start a scan; give an API key (made in its dashboard, API Keys) or an administrator&apos;s account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MPEG audio layer II</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MPEG-4 audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matroska audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest albums</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tag process could be started ({0}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Playlist file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See to the cause, then try it again by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Should it be back at the server, try it again by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cover cannot be made small enough; it was left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cover has more pixels than any screen; it was left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cover is a damaged picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cover is no JPEG, PNG, GIF or WebP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture takes more than {0} MB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tag process {0}, so its tags were left as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine has no network connection. Downloads wait for it and go on by themselves; none of them loses a try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This playlist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Veil({0} secrets)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing its tags broke off (the tag process {0}), so it has to be downloaded again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing its tags broke off ({0}), so it has to be downloaded again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a DASH stream, not a list of tracks. Such streams cannot be added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PEM file with the certificate authority of its server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows Media playlist (ASX), which cannot be read. Save it as M3U</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a Windows Media playlist (WPL), which cannot be read. Save it as M3U</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a catalogue could not be read in the last sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a compressed file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a day as YYYY-MM-DD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file address names a path on this machine: file:///path/to/list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a file that only you can read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of podcasts (OPML), not a playlist. Add it without naming a kind, and you can follow the podcasts in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name template of its own, instead of that of the settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a naming template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a newer version of Catalog Sync wrote it (schema {0}, this program knows {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a part of the source&apos;s address is kept in the secret store, and that does not give it. Unlock the store; if it is gone from there, remove the source and add it again with its whole address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a password needs a user; name one with --user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a playlist file on this machine takes no user and no password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a playlist for each album instead of one for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a playlist from the web may not name local files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a podcast feed, not a playlist. Add it as a podcast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a question was not answered ({0}: {1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a server of the kind {0} has no option {1}; there are: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a server of the kind {0} takes no user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a server of the kind {0} takes {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a server of the kind {0} wants a login: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a source needs a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a source of the kind {0} has no option {1}; there are: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a source of the kind {0} takes {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a sync is running, and its files go to the library there is now. Stop it or wait for its end, then set the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text is of a wrong type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a web page, not a playlist. Perhaps the server wants a login first, or the address is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from 1 to 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a worker stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a worker stopped with an unexpected {0}; the log has the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>access token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>addresses that begin with {0}:// are not read; http and https are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all are unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>already subscribed: source {0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an address or the path of a playlist file is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an audio file, not a playlist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an empty password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an export variant is called by up to 40 letters (A to Z), digits, spaces, dots, underscores or hyphens; {0} is not that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an export variant needs a name and a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an http address, or nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an iTunes library or playlist, which cannot be read. Export it as M3U8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another library was set while a sync is running; wait for the sync&apos;s end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another library was set; make the plan again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another volume was mounted at the library {0} meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asks for other secrets than {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attempt {0} of {1} failed: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ca_file takes the absolute path of a file; {0} is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>came to a sudden end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot create the folder of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot create {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot delete {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot look at {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot make the folder {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot move {0} to the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot move {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot read the folder of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot read the folder {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot read the free space of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot read the marker of the library {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot read {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot remove a part file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot remove {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot rename {0} to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot tag {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot take {0} out of the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot write into the folder {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot write into {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot write the picture of a playlist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot write {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot write {0}/{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check its owner and rights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check its rights and its health</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check the address, the network and the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>composed and decomposed letters: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connect or mount it; downloads go on by themselves then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days until files in the trash are deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>did not answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>downloads are off at this hour by your schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>downloads are off on this metered network (the setting on_metered says so); they go on with another network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>downloads desc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>end Catalog Sync, keep the file, and restore a copy of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>end it, and start Catalog Sync again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>export variant {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exports takes tables, one an export variant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file system: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>files get their names: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folders written to the disk on demand: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gave no proper answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hard links: {0}, symbolic links: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no name of lower-case letters, digits and hyphens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has no single user {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has options that are no mapping of names to Option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has schemes that are not its own, or that stand for neither http nor https</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has several users</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has something in open, recognise or detect that cannot be called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hours of the week such as mon-fri 08-18 limited; daily 00-06 off (all others are full), or nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hours, 0 to switch the schedule off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many albums are the newest; 50 without</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>if another program uses the file, end it and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ignore, wait (no sync starts by itself on a metered network) or off (no downloads either, but for a sync you ask for)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in one step and never over another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>incomplete or truncated stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install a version that works, or remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install that version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install the package &quot;keyring&quot; and a secret service, or agree to a file: &quot;catalogsync-gui config secrets_file yes&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is no regular file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it asks for a login (407)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it asks for a login (407). Write user, colon, password and @ before the host in the setting proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it begins to write twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not confirm that names are on the disk, so a power cut may lose the last ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it failed for a reason that is not on record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no users</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds a tag and no sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds a tag and no sound, or its end is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it holds nothing but zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it hung up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a file of the kind {0} without a sound track</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is about to be downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is an Ogg file without a sound track this application knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is another file by now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is being downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is damaged: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is larger than the room there is: {0}, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is made at the first start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not audio, whatever its name says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is readable by you alone again; change the passwords if others saw them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is relative to an address that cannot be downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is sound (schema {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is tried again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it lies on a drive or network share of a Windows computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names a drive but no folder on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names its kind {0}, as {1} does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it refuses or does not answer. Check the setting proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it refuses or is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it speaks only versions of TLS that are not safe any more. Update the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it waits for its turn at {0}: {1} from there (the most at a time)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it waits for its turn: {0} (the setting workers is the limit)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it waits for room: {0}, and other downloads need {1} MB ({2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it waits for the next sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was changed or removed meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was removed or changed by somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>item image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>item tile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its SourceKind {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its answer has no end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its catalogue does not list it any more, and its file lies in the trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its certificate has expired. Check this machine&apos;s clock; if that is right, the server needs a new certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its certificate is for another name. Use the address that the certificate is for ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its certificate is not accepted ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its certificate is not valid yet. Check this machine&apos;s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its content is not a sound format this application knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its file is being put in its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its file is not what was committed; it is fetched again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its file is there; the next sync makes sure that it is whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its file was removed from the library, so it is not fetched again unasked; try it again to have it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its name is none in UTF-8; rename it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its name is not known here ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its name would be too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its names hold {0} bytes at most, so longer ones are cut shorter than elsewhere (encrypted folders do that)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its suffix is none of audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its tags could not be written, so it has only its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its track keeps its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its tracks lie in no folder of an album then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kilobytes a second for all downloads together, 0 for no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kilobytes a second for all downloads together, in limited hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave out episodes longer than this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave out episodes shorter than this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave out titles with one of these words or phrases (a, b c)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>library&apos;s folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list only episodes published on this day or later (YYYY-MM-DD)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list only so many of the newest episodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list only titles with one of these words or phrases (a, b c)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longest name: {0} {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look at the folder, or choose another with --profile DIR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lyrics: auto (where the server has them by song), always (also by artist and title, for which a server may ask others), no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make room on that disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make room there, or lower the setting free_space_mb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mapped paths of the export variant {0} need the absolute path where the server has the library as prefix, such as /music; {1} is not that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mediatype:(audio OR etree)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>megabytes to keep free (1 % of the volume where that is more), 0 to keep nothing free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names in other alphabets cannot be kept in it, so tracks with such names fail; mount it with UTF-8 names (iocharset=utf8)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>names or ids of playlists, with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neither facts nor an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neither password nor token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no connection to {0} can be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no connection: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no detail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no library folder is set; choose the folder for your music with &quot;catalogsync-gui library DIR&quot; or in the window&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no number of an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no tag process can be started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no track has the licence {0}; {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no trusted connection to {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody confirmed the code {0} at {1} within five minutes; try again, and type the new code into an app that is logged in there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody this machine trusts has issued its certificate. If it is your own server, name its certificate with the source&apos;s option ca_file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none of its tracks has an address, so nothing could be downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none of the {0} tracks of this version of {1} is there any more; the trash may have them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a playlist in a known format (M3U, PLS, XSPF or JSPF). Check that the address is that of a playlist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing answers at {0}; is the server running and the network up?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is known to be read from {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing is wrong with the file of item {0}, as far as is known; &quot;catalogsync-gui verify --found&quot; lists what is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing tells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was in the former library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of a collection, favourites, a list or a search: one playlist of all tracks (one), which is read anew as a whole whenever something changes, or a playlist for each item (items), of which only changed ones are read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of no version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one name, in the folder&apos;s own spelling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one or more of {0}, with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only a command takes arguments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only albums by this artist, by name or id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only albums of this genre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only these playlists, by name or id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only these playlists, by name or id, with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>others may read {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>publicdate asc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>publicdate desc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>redirects from https to unprotected http, which is refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>redirects to something that is no http(s) address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused in names: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restore a copy of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rows in it refer to others that are not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same size{0}, other content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say what kind of source it is (&quot;Kind&quot; in the window, --kind on the command line)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds takes a whole number from 1 to {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>secret store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several files are like it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>several tracks of the source are like it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>so many items of a collection or a search are read at most (else {0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>some settings in {0} cannot be used, and others take their place: {1}. The file as it was is kept as {2}.damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>source {0} is paused: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system, light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tag process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take their rights to the profile&apos;s folder away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that could not be changed ({0}); change its owner and rights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>that is no picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the CA file {0} holds no certificates that can be read; the source&apos;s option ca_file must name a file in PEM format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive cannot show “{0}” now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive does not answer the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive has no item “{0}”; check its address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive has taken “{0}” down; its recordings are not to be had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive lets people listen to this recording but does not give the file out ({0}); another format, named by the source&apos;s option formats, may be open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive shows no list {0} of {1}; was it removed, or is it private?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the Internet Archive&apos;s answer at {0} cannot be read; it is asked again at the next sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the MPD at {0} answers {1} with: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the MPD at {0} does not allow {1} ({2}); give its password, or allow it in mpd.conf (default_permissions)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the MPD at {0} does not answer ({1}); check that it runs and that its bind_to_address lets this computer in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the MPD has no such thing: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the absolute path of a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account may neither download nor stream from {0}{1}. Ask whoever runs the server for the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the account may not use {0}{1}. Ask whoever runs the server for the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address holds a token and is kept in the database, which only you can read, because there is no secret store. Install the package &quot;keyring&quot; and a secret service, or agree to a file for secrets (&quot;catalogsync-gui config secrets_file yes&quot;): the next sync moves it there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address must not hold a password; give it by --password-stdin and the user by --user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the answer was empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the catalogue does not tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the catalogue has more than {0} tracks; the rest is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the catalogue has shrunk, so the old one is kept: {0}. If that is right, accept it with &quot;catalogsync-gui sync {1} --accept-shrunk&quot; or in the window by &quot;Accept the smaller catalogue&quot;; otherwise look at the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the catalogue is gone for good: {0}. {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the command {0} cannot be started: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the command {0} ended with status {1}{2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the command {0} took longer than {1} seconds and was ended; give it more by the option seconds, or have it go on in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the connection broke in the middle of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the connection for {0} broke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the copy of the last good ones is used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the credits cannot be written to {0}: {1}; name another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the database still speaks of another library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the defaults are used, and no library is set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the desktop&apos;s ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the desktop&apos;s secret store refused the password ({0}); unlock it and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the diagnostics cannot be written to {0}: {1}; name another file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk is needed for something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the export variant {0} has a prefix, which goes with mapped paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the export variant {0} writes {1} files into the folder {2}, and so do {3}; give it another folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the export variant {0} writes {1}, which has addresses that are always escaped; only m3u and m3u8 take escapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the export variant {0} writes {1}, which is always UTF-8; only m3u takes another encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the fact {0} is of a wrong type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the feed names a local file, which is not followed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the feed names no address for this episode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file that item {0} should have is not there any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the files of {0} are not in the trash any more; somebody has removed them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder of the export variant {0} is a folder in the library, such as Playlists/Server, none that is hidden, or an absolute path; {1} is not that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder {0} is not there; mount it, or give the variant another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder {0} is there, but the mark {1} that was made in it is not; mount its volume, or set the variant again if this is the folder you mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the formats to take, the best first, in the Archive&apos;s words; one file a track</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the handshake failed ({0})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last good one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last good ones are used at the next start; check them in the window or with &quot;catalogsync-gui config&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last sync could not write the files of {0} playlists; the log tells why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last sync left {0} items undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last try returns or raises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last way returns or raises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library folder is set with &quot;catalogsync-gui library DIR&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library {0} is offline: its marker {1} is not there. Connect or mount it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library&apos;s volume can be used again; the sync goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library&apos;s volume is back; the rename goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the library&apos;s volume is nearly full: {0}. Make room on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the list is larger than {0} MB, more than a list of feeds is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the list names more than {0} feeds; split it into smaller ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the list of feeds cannot be read; export it again from the other application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the log may tell more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the message is no object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the message is too deep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the message is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the message lacks facts, or has some that are not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the name of the server in {0} is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the names are only alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the numbers never end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the order of a collection&apos;s or a search&apos;s items: newest, oldest, title or downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the page of the account {0} is no list of recordings; give the address of its favourites or of one of its lists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the page {0} names a feed on another server, {1}. A user and a password are given to no other server than the one they were typed for; add that address itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the path {0} is not absolute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the playlist comes from the web and names a local file, which is not followed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the playlist names no address for this track</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the playlist was removed meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the plug-in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the plug-in {0} is left out: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy asks for a login before it passes {0} on (407); write user, colon, password and @ before the host in the setting proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy does not pass {0} on: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the proxy does not pass {0} on: {1}. Check the setting proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the secret store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the secrets file {0} cannot be read ({1}); repair or remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the secrets file {0} cannot be written: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the secrets file {0} is not one; remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server accepts none of the ways to log in at {0}{1}. If it wants an API key, give one in place of the password; if it takes none, give user and password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server and this program speak versions of the Subsonic protocol that do not go together at {0}{1}. Update the older of the two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server answers {0} with status {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server cannot send this track{0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server cannot serve {0} now ({1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server cannot serve {0} now ({1}); it is asked again at the next sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not have the file: it may not have scanned it yet, may not be allowed to read it, or not take its format; its log tells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not have this track any more{0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not have what was asked for at {0}{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server has a track like it elsewhere: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server has more than {0} albums; subscribe to some of them, by the source&apos;s option artist or genre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server has no playlist {0}; the source&apos;s option playlists takes names or ids as the server has them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server has none of these files: check that its music folder is this library, that it may read it, and that it has scanned it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server has the track, but not in its playlist of that name: it may have read the playlist before the track, so let it scan once more; or the playlist is another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server is still scanning; ask again when it has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server knows no artist “{0}”; the source&apos;s option artist takes a name or an id as the server has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server knows of this track, but has no file of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server refused {0} times in a row: {1}. {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server refuses the API key at {0}; make a new one there and give it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server refuses the user name or the password at {0}; check both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server refuses {0} ({1}); check the source&apos;s user name and password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server refuses {0} ({1}); check the user name and the password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server reports an error at {0}{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server sent a JSON answer, most likely an error message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server sent a web page, perhaps because it wants a login</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server sent an XML document, most likely an error message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server sent plain text, most likely an error message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server speaks no TLS at this port. If it has none, use http:// instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server stopped sending {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the settings cannot be saved in {0}: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the settings in {0} could not be read; {1}. The damaged file was kept as {2}.damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the share or disk hangs; look at it and at the network, or mount it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the source has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the source is of the kind {0}, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the sync broke off with an unexpected {0}; the log has the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the sync ended with an unexpected {0}; the log has the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the sync that runs now is one of other sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the tag library failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the track has a file, or the file a track, meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the track lies in no album&apos;s folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the trial period of the server at {0} is over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the usual playlist files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the {0} goes to {1} over plain http, where others on the way can read it; use an address with https if the server has one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are: {0}, unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there are: {0}{1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is a file where a folder should be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is a {0} in {1} already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no desktop secret store to keep the password in. Install the package &quot;keyring&quot; and a secret service, or agree to a file that only you can read: &quot;catalogsync-gui config secrets_file yes&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no export variant {0}; &quot;catalogsync-gui exports&quot; lists them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no export variant {0}; there are: {1} (&quot;catalogsync-gui exports&quot;)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no file {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no folder {0}; folders outside the library are not made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no item {0}; &quot;catalogsync-gui items&quot; lists them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no kind of source {0}; there are: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no playlist file yet to ask a server about; sync first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no playlist in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no playlist {0}; &quot;catalogsync-gui playlists&quot; lists them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no server {0}; &quot;catalogsync-gui servers&quot; lists them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no setting {0}; there are: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no source {0}; &quot;catalogsync-gui sources&quot; lists them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no track in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no version {0}; &quot;catalogsync-gui versions&quot; lists them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is none yet in {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is none, so no password can be kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is nothing in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>they can be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this address holds a NUL character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this address is longer than {0} characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this computer, or its limit for this program, has no memory left; it is tried again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this episode is a video; only sound is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a 7z archive; its tracks must be unpacked first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a MIDI file: notes, and no recorded sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a PDF document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a RAR archive; its tracks must be unpacked first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a ZIP archive; its tracks must be unpacked first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a compressed archive; its tracks must be unpacked first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a feed or an XML playlist; add it as a source of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a live stream (HLS), which cannot be kept as one file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a picture (GIF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a picture (JPEG)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a picture (PNG)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a picture (TIFF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a picture (WebP)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a playlist; add it as a source of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a text document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a torrent file and not the track itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a track locked to a shop&apos;s own player (DRM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is a video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is an empty ZIP archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is no list of feeds (OPML) but another kind of document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this is not a valid web address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this machine has no network connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this web address names no server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this web address names no valid server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this “file:” address names no file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>those of {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>times of day such as 06:00, 18:30 (they count instead of refresh_hours), or nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>times of files: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>titleSorter asc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too slow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two export variants are called {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unexpected {0} while reading the catalogue; the log has the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unexpected {0}; the log has the details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unlock it, or end the service that it waits for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>upper and lower case: {0}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what arrived is something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what becomes of the files&apos; own tags: fill (add what they lack), overwrite (put what the catalogue says in their place) or leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what becomes of tracks that the catalogue does not list any more: keep or trash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what this episode offers is of the type {0}, which is no sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what to subscribe to: playlists (without this), starred, albums, newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what to subscribe to: playlists, albums, favourites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when its tracks come: high (before others), normal or low; a track may have its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>when that is seen to, &quot;catalogsync-gui sync {0}&quot; reads it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whether its addresses may lead to private hosts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole days in which every file is read again once, 0 to read none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole days that ended syncs are kept in the history, 0 to keep only the last one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with a look before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without its playlist {0} it has {1} tracks instead of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>words or phrases with commas between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you cancelled it, so it is left out; try it again to have it after all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>you hold it back; resume it to have it downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ({1}), {2} MB free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} It is not tried again by itself{1}. {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} Its source {1} could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} MB free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} MB more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} The next sync asks again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} The rename goes on by itself then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} The sync goes on by itself then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} answered with another part than the one asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} answers with status {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} answers, but nothing of its catalogue came within {1} s; it may still be added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} asks to be left alone for a while</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} brings its own document type (DTD), which no feed needs and which can be used for attacks; it is not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} brings its own document type (DTD), which no playlist needs and which can be used for attacks. Remove the &lt;!DOCTYPE …&gt; from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} broke off: its end is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} bytes, not {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be asked: this machine has no network connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be fetched again: it is its own and only copy. Put a good one in its place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be imported ({1}: {2})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be reached; check the address and the network connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}; check its rights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot be written to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot hold a library: a file that takes the place of another one is not there afterwards. Choose a folder elsewhere, or mount it in another way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot hold a library: its files cannot be {1} ({2}). Choose a folder elsewhere, or mount it in another way (a cache for writes may help)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} cannot hold a library: its names hold {1} characters at most. Choose a folder elsewhere, or mount it in another way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} could be read the last time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} did not answer in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not accept the API key; make another in its dashboard (API Keys) and subscribe again with that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not accept the token; get another one and add the server again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not accept the user name {1} with {2}; check both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not answer as a Jellyfin server does; check that the address is that of the server itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not answer as a Plex Media Server does; check that the address is that of the server itself (http://host:32400)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not answer as an MPD does; its port is {1} as a rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not answer: its disk, its server or the network to it hangs. Look after it, or mount it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not let {1} in (403): the account is disabled, locked after too many wrong passwords, or may not be used from here; its administrator can tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not offer Quick Connect; its administrator can switch it on (Dashboard, General), or log in with a user name and a password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} does not tell its length, and after {1} MB there is no room for more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} downloads run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} ended before its first byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} goes on listing tracks after {1}; that is no library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has a value of the wrong type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has another {1} than the catalogue promises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has been changed once more since it was looked at; &quot;catalogsync-gui verify&quot; looks again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has ended the login of this source; subscribe again by Quick Connect or with the password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has more than {1} lists; the rest is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has more than {1} tags, which is more than a feed can have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no hours from 00 to 24</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no music library; make one in Plex that holds this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has no playlist called {1} that this user may see; {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has not the form DAYS FROM-TO STATE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has withdrawn the code: it was refused, or it is too old; try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} has {1} MB free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} holds more values than any playlist does. Check that the address is that of a playlist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} how long it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} instead of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is JSON but no JSPF playlist. Check that the address is that of a playlist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is XML but no XSPF playlist: it begins with &lt;{1}&gt;. Check that the address is that of a playlist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a cue sheet: it marks the tracks within one long recording. Cue sheets cannot be added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a folder; name a playlist file in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a list of episodes in other feeds; subscribe to those feeds themselves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a list of feeds (OPML) that names none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a list of playlists, not a playlist. Add the addresses of the playlists in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a secret and no option; give it by --password-stdin or --token-stdin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a track or a stream, not a catalogue. Give the address of a playlist or a feed that names it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a web page that names a feed, but {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a web page that names no feed, and no music server answers there. Give the address of the feed or of the playlist itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is a {1} and no SourceKind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is an HLS stream: a list of short pieces of one broadcast or film, not of tracks. Such streams cannot be added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is being fetched again this moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: its JSON cannot be read ({1}). Save or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: its XML cannot be read ({1}). If it stays so, tell the people who publish it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is damaged: its XML cannot be read ({1}). Save or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is empty. Check that it was saved completely.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB, which is more than a playlist can be. Check that the address is that of a playlist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB, which is more than such a document can be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is left alone for a while after several failures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no address of a server (http://host:port)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no address of a source of the kind {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no address of an MPD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no address of an MPD; give host, host:port, or the absolute path of its socket, and a password by --password-stdin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no day; days are {1} and daily</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no podcast feed but another kind of document, perhaps a web page; the address of the feed is often behind a link called RSS there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no program; name it by its absolute path, its arguments apart from it, as no shell reads them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no regular file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no schedule such as &quot;every 6h&quot;, &quot;daily 06:00, 18:30&quot; or &quot;never&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is no time of day such as 06:00</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a file; name the playlist file itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not a folder; create it first, then set it as the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an address that can be asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not an http or https address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not answered as a Subsonic server does; check that the source&apos;s address is the server&apos;s own, without the pages of its web interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not audio: {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not read: it is a playlist within playlists, and those are followed {1} levels deep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not read: the list names more than {1} playlists; subscribe to some of them on their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there ({1}); check the address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there any more ({1}); it comes back when the catalogue names another address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is not there; was it moved or renamed?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is nothing that is known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is of the kind {1}, which this version does not know; install the plug-in that brought it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is sent {1}-coded although that was not asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} is what a source of the kind {1} reads from the web, and it changes there; give its web address instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} leads to {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lies outside of the library {1}, and files outside of it are left alone; move or copy them into it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lists more and more at {1} and comes to no end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} lists more than {1} tracks. Split it into smaller playlists.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} more do not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} names no song of a Subsonic server; refresh the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} names no times of day, or more than {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} needs a user name and a password, or an API key; give the source one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} nests its elements deeper than any playlist does. Save or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of an export variant takes text; {1} is not that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of the export variant {1} is one of {2}; {3} is not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} items were put back; the others do not exist or have not failed (&quot;catalogsync-gui items --state failed&quot; lists those that have)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} of {1} take connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} playlists instead of {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} plays {1} s of the {2} s the catalogue promises</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} redirects more than {1} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} redirects to {1}, and no password is sent to another server than the one it was given for; use that address for the source instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} refreshes in a row have failed, the last one so: {1}. {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} refused the login although its code was confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} refuses the tracks of {1}, so the rest is not asked for. Check the source&apos;s user name, password and rights, then sync it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} s long instead of {1} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sent {1} bytes of {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} sources are called {1}; name one by its id: {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} takes {1}; {2} is none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} takes {1}; {2} is not that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} took longer than {1} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tracks are on record for this library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} tracks stay in the former library and on record: they are back when it is set again. The next sync fetches them for this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} wants a login: a user name with a password, an API key, or Quick Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} wants a token (X-Plex-Token); remove the server and add it again with --token-stdin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} would lie outside the library {1}; a link in it leads there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0} {1}, and an API key belongs to none; name the one whose playlists are meant (--user); {2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, a link-local, multicast or unspecified address; those are never used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, a private address, which a catalogue or a redirect may not point to; set the source&apos;s option allow_private=yes if it is meant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, label empty or too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, not a playlist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, where a cloud&apos;s metadata service is; that is never used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, which is no numeric address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}, {1} MB are kept free{2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}. As long as it does not answer, {1}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}. Check the rights and the health of the library&apos;s volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}. Connect or mount the library&apos;s volume again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}. Look at what is there in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}. Make room on the library&apos;s volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: its address is none of the Internet Archive&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1} cannot be used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}: {1}. Close other programs, or raise the limit of open files or of memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; Catalog Sync is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; it is asked again at the next sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; no sync starts by itself (the setting refresh_hours says so)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}; no sync starts by itself, as Catalog Sync is not running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}&lt;outline type=&quot;rss&quot; text={1} title={2} xmlUrl={3}/&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}and {1}; install a version of {2} that works, or remove the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}which nothing here reads; install the plug-in that brings this kind or a newer Catalog Sync, or remove the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{0}which the plug-in {1} read and does no more; install {2} where Catalog Sync is installed, or remove the source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}:” addresses cannot be downloaded, only http and https can</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{0}” at the Internet Archive holds no recordings; only what has audio files can be subscribed to</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>formats</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
</context>
</TS>
