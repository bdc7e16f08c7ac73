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
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
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
    <name>CauseWords</name>
    <message>
        <source>It could not be fetched</source>
        <translation>无法获取</translation>
    </message>
    <message>
        <source>Try again; the log may tell more.</source>
        <translation>请重试；日志中可能有更多说明。</translation>
    </message>
    <message>
        <source>The server refused</source>
        <translation>服务器拒绝了</translation>
    </message>
    <message>
        <source>Check the source&apos;s user name, password and rights, then try again.</source>
        <translation>请检查来源的用户名、密码和权限，然后重试。</translation>
    </message>
    <message>
        <source>It is not there any more</source>
        <translation>它已不在那里</translation>
    </message>
    <message>
        <source>Nothing helps unless it is put back there; then try again.</source>
        <translation>除非重新放回那里，否则无能为力；放回后请重试。</translation>
    </message>
    <message>
        <source>What came was no audio</source>
        <translation>收到的不是音频</translation>
    </message>
    <message>
        <source>Open the address in a browser: the server may want a login.</source>
        <translation>请在浏览器中打开该地址：服务器可能要求登录。</translation>
    </message>
    <message>
        <source>The server did not answer</source>
        <translation>服务器没有应答</translation>
    </message>
    <message>
        <source>It is tried again by itself; try again when the server is back.</source>
        <translation>会自动重试；也可在服务器恢复后重试。</translation>
    </message>
    <message>
        <source>The connection broke off</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>It is tried again by itself; check the network if it goes on.</source>
        <translation>会自动重试；如果一直如此，请检查网络。</translation>
    </message>
    <message>
        <source>The server was too slow</source>
        <translation>服务器太慢</translation>
    </message>
    <message>
        <source>The server had trouble</source>
        <translation>服务器出了问题</translation>
    </message>
    <message>
        <source>There was no network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>There was no room for it</source>
        <translation>没有空间存放它</translation>
    </message>
    <message>
        <source>Make room on the volume of the music folder, then try again.</source>
        <translation>请在音乐文件夹所在的卷上腾出空间，然后重试。</translation>
    </message>
    <message>
        <source>The file was not what the catalogue promised</source>
        <translation>文件与目录所说的不符</translation>
    </message>
    <message>
        <source>Try again; if it stays so, tell whoever keeps the catalogue.</source>
        <translation>请重试；如果一直如此，请告知目录的维护者。</translation>
    </message>
    <message>
        <source>The secure connection failed</source>
        <translation>安全连接失败</translation>
    </message>
    <message>
        <source>Check the clock of this computer and the server&apos;s certificate.</source>
        <translation>请检查本机的时钟和服务器的证书。</translation>
    </message>
    <message>
        <source>The proxy did not let it through</source>
        <translation>代理没有放行</translation>
    </message>
    <message>
        <source>Check the proxy in the settings.</source>
        <translation>请在设置中检查代理。</translation>
    </message>
    <message>
        <source>The address is not allowed</source>
        <translation>该地址不被允许</translation>
    </message>
    <message>
        <source>If you trust the server, allow private addresses for this source.</source>
        <translation>如果您信任该服务器，请为此来源允许私有地址。</translation>
    </message>
    <message>
        <source>Its place in the music folder cannot be used</source>
        <translation>它在音乐文件夹中的位置无法使用</translation>
    </message>
    <message>
        <source>Look at that folder&apos;s rights and name, then try again.</source>
        <translation>请查看该文件夹的权限和名称，然后重试。</translation>
    </message>
    <message>
        <source>The catalogue names no address</source>
        <translation>目录没有给出地址</translation>
    </message>
    <message>
        <source>It is found by itself when the same track comes from elsewhere.</source>
        <translation>当同一首曲目从别处到来时会自动找到。</translation>
    </message>
    <message>
        <source>It is too large</source>
        <translation>它太大了</translation>
    </message>
    <message>
        <source>Leave it out, or tell whoever keeps the catalogue.</source>
        <translation>请略去它，或告知目录的维护者。</translation>
    </message>
    <message>
        <source>This computer had nothing left for it</source>
        <translation>这台计算机没有余力处理它</translation>
    </message>
    <message>
        <source>Close other programs or lower the number of downloads at a time.</source>
        <translation>请关闭其他程序，或减少同时下载数。</translation>
    </message>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>发生了意外的问题</translation>
    </message>
    <message>
        <source>The log tells more; save diagnostics when you report it.</source>
        <translation>日志中有更多说明；报告时请保存诊断信息。</translation>
    </message>
</context>
<context>
    <name>CausesPane</name>
    <message>
        <source>Tracks</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出了什么问题</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Still failed</source>
        <translation>仍然失败</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>下次尝试</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>该怎么办</translation>
    </message>
    <message>
        <source>Errors by cause</source>
        <translation>按原因归类的错误</translation>
    </message>
    <message>
        <source>Try these &amp;again</source>
        <translation>重试这些(&amp;A)</translation>
    </message>
    <message>
        <source>Try &amp;all again</source>
        <translation>全部重试(&amp;A)</translation>
    </message>
    <message>
        <source>Nothing has failed</source>
        <translation>没有失败</translation>
    </message>
    <message>
        <source>Every track of this sync came through, or was left out on purpose.</source>
        <translation>本次同步的每首曲目都成功，或被有意略去。</translation>
    </message>
    <message>
        <source>What fails is listed here by its cause until it has come through.</source>
        <translation>失败的曲目按原因列在这里，直到成功为止。</translation>
    </message>
    <message>
        <source>with the next sync</source>
        <translation>随下次同步</translation>
    </message>
    <message>
        <source>when you ask</source>
        <translation>在您要求时</translation>
    </message>
    <message>
        <source>a removed source</source>
        <translation>已移除的来源</translation>
    </message>
    <message>
        <source>one of them</source>
        <translation>其中之一</translation>
    </message>
    <message>
        <source>For example {title}: {message}</source>
        <translation>例如 {title}：{message}</translation>
    </message>
    <message>
        <source>1 track is tried again.</source>
        <translation>1 首曲目将重试。</translation>
    </message>
    <message>
        <source>{count} tracks are tried again.</source>
        <translation>{count} 首曲目将重试。</translation>
    </message>
</context>
<context>
    <name>CoverView</name>
    <message>
        <source>No cover</source>
        <translation>没有封面</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>封面</translation>
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
    <name>DownloadSection</name>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/秒</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Downloads at a &amp;time</source>
        <translation>同时下载数(&amp;T)</translation>
    </message>
    <message>
        <source>Counts from the next sync on.</source>
        <translation>从下次同步起生效。</translation>
    </message>
    <message>
        <source>Of those from one &amp;server</source>
        <translation>其中来自同一服务器的(&amp;S)</translation>
    </message>
    <message>
        <source>Small servers are glad of one or two.</source>
        <translation>小型服务器宜为一两个。</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>带宽</translation>
    </message>
    <message>
        <source>Speed &amp;limit</source>
        <translation>限速(&amp;L)</translation>
    </message>
    <message>
        <source>For all downloads together, at any time.</source>
        <translation>所有下载合计，任何时候都有效。</translation>
    </message>
    <message>
        <source>In limited &amp;hours</source>
        <translation>限速时段内(&amp;H)</translation>
    </message>
    <message>
        <source>Which hours these are is set with the schedule.</source>
        <translation>哪些时段限速，在计划中设置。</translation>
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
    <name>ExchangeSection</name>
    <message>
        <source>Export and import</source>
        <translation>导出与导入</translation>
    </message>
    <message>
        <source>&amp;Export settings…</source>
        <translation>导出设置(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Import settings…</source>
        <translation>导入设置(&amp;I)…</translation>
    </message>
    <message>
        <source>With the &amp;sources</source>
        <translation>包括来源(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;podcasts…</source>
        <translation>保存播客(&amp;P)…</translation>
    </message>
    <message>
        <source>Add p&amp;odcasts…</source>
        <translation>添加播客(&amp;O)…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>A file for another computer. Passwords, tokens and the music folder are not in it. Importing shows first what would be another.</source>
        <translation>供另一台计算机使用的文件。其中没有密码、令牌和音乐文件夹。导入前会先显示将要更改的内容。</translation>
    </message>
    <message>
        <source>Podcasts</source>
        <translation>播客</translation>
    </message>
    <message>
        <source>As a list of feeds (OPML), which podcast programs exchange with each other.</source>
        <translation>作为订阅源列表 (OPML)，播客程序之间用它交换。</translation>
    </message>
    <message>
        <source>The profile is in {folder}.</source>
        <translation>配置文件夹为 {folder}。</translation>
    </message>
    <message>
        <source>backup, another computer</source>
        <translation>备份、另一台计算机</translation>
    </message>
    <message>
        <source>restore, another computer</source>
        <translation>恢复、另一台计算机</translation>
    </message>
    <message>
        <source>Export settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Settings (*.json)</source>
        <translation>设置 (*.json)</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>Passwords and tokens are left out; enter them anew there for {names}</source>
        <translation>密码和令牌未包含在内；请在那里为 {names} 重新输入</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Nothing would be another: all of it is set like that already.</source>
        <translation>没有需要更改的内容：一切已是如此。</translation>
    </message>
    <message>
        <source>Save podcasts</source>
        <translation>保存播客</translation>
    </message>
    <message>
        <source>Lists of podcasts (*.opml)</source>
        <translation>播客列表 (*.opml)</translation>
    </message>
    <message>
        <source>{count} podcasts written: {path}</source>
        <translation>已写入 {count} 个播客：{path}</translation>
    </message>
    <message>
        <source>1 podcast written: {path}</source>
        <translation>已写入 1 个播客：{path}</translation>
    </message>
    <message>
        <source>Tokens are left out of the addresses of {names}</source>
        <translation>{names} 的地址中略去了令牌</translation>
    </message>
    <message>
        <source>Add podcasts</source>
        <translation>添加播客</translation>
    </message>
    <message>
        <source>Lists of podcasts (*.opml *.xml)</source>
        <translation>播客列表 (*.opml *.xml)</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Music folder</source>
        <translation>音乐文件夹</translation>
    </message>
    <message>
        <source>Next sync</source>
        <translation>下次同步</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 首失败</translation>
    </message>
    <message>
        <source>tracks in the queue</source>
        <translation>队列中的曲目</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在进行</translation>
    </message>
    <message>
        <source>then only when you ask</source>
        <translation>之后仅在您要求时</translation>
    </message>
    <message>
        <source>Not planned</source>
        <translation>未安排</translation>
    </message>
    <message>
        <source>only when you ask for it</source>
        <translation>仅在您要求时</translation>
    </message>
    <message>
        <source>After the pause</source>
        <translation>暂停之后</translation>
    </message>
    <message>
        <source>In a moment</source>
        <translation>马上</translation>
    </message>
    <message>
        <source>daily at {times}</source>
        <translation>每天 {times}</translation>
    </message>
    <message>
        <source>by the schedule of its source</source>
        <translation>按其来源的计划</translation>
    </message>
    <message>
        <source>every hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>every {hours} hours</source>
        <translation>每 {hours} 小时</translation>
    </message>
    <message>
        <source>No tracks yet</source>
        <translation>还没有曲目</translation>
    </message>
    <message>
        <source>nothing downloaded</source>
        <translation>没有下载内容</translation>
    </message>
    <message>
        <source>Not chosen yet</source>
        <translation>尚未选择</translation>
    </message>
    <message>
        <source>There</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>its free space is not told</source>
        <translation>没有说明空闲空间</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>空闲 {size}</translation>
    </message>
    <message>
        <source>full: {reserve} of {total} are kept free</source>
        <translation>已满：{total} 中要保留 {reserve} 空闲</translation>
    </message>
    <message>
        <source>of {total}, {reserve} kept free</source>
        <translation>共 {total}，保留 {reserve} 空闲</translation>
    </message>
    <message>
        <source>of {total}</source>
        <translation>共 {total}</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>已离线</translation>
    </message>
    <message>
        <source>connect or mount it again</source>
        <translation>请重新连接或挂载</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>its disk or server hangs</source>
        <translation>其磁盘或服务器挂起</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>check its rights and its disk</source>
        <translation>请检查其权限和磁盘</translation>
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
    <name>FileOpener</name>
    <message>
        <source>The system has no program for {file}. Choose a player for such files in the system&apos;s settings, or copy the path and open it there.</source>
        <translation>系统没有打开 {file} 的程序。请在系统设置中为此类文件选择播放器，或复制路径到别处打开。</translation>
    </message>
    <message>
        <source>The system has no file manager that shows {folder}.</source>
        <translation>系统没有能显示 {folder} 的文件管理器。</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Sk&amp;ip</source>
        <translation>跳过(&amp;I)</translation>
    </message>
    <message>
        <source>Go to the window; all of this can be done there, too</source>
        <translation>进入窗口；这些也都可以在那里完成</translation>
    </message>
    <message>
        <source>B&amp;ack</source>
        <translation>返回(&amp;A)</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number}/{count}</translation>
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
    <name>FolderStep</name>
    <message>
        <source>Where should the music go?</source>
        <translation>音乐要放在哪里？</translation>
    </message>
    <message>
        <source>Catalog Sync downloads the tracks of your playlists, podcasts and music servers into one folder, and keeps playlist files for your player in it.</source>
        <translation>Catalog Sync 把您的播放列表、播客和音乐服务器上的曲目下载到同一个文件夹中，并在其中为您的播放器保存播放列表文件。</translation>
    </message>
    <message>
        <source>Music folder</source>
        <translation>音乐文件夹</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>Music &amp;folder</source>
        <translation>音乐文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Choose music folder</source>
        <translation>选择音乐文件夹</translation>
    </message>
</context>
<context>
    <name>FolderView</name>
    <message>
        <source>Looking at the folder…</source>
        <translation>正在查看该文件夹…</translation>
    </message>
    <message>
        <source>This folder can be used.</source>
        <translation>可以使用此文件夹。</translation>
    </message>
    <message>
        <source>This folder cannot be used.</source>
        <translation>无法使用此文件夹。</translation>
    </message>
    <message>
        <source>well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>to be minded</source>
        <translation>需要留意</translation>
    </message>
    <message>
        <source>in the way</source>
        <translation>有碍使用</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新文件夹</translation>
    </message>
    <message>
        <source>It is not there yet, and will be made.</source>
        <translation>它还不存在，将会创建。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Writable</source>
        <translation>可写入</translation>
    </message>
    <message>
        <source>Files can be made, renamed and replaced.</source>
        <translation>可以创建、重命名和替换文件。</translation>
    </message>
    <message>
        <source>Not writable</source>
        <translation>不可写入</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>空闲空间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>空闲 {size}</translation>
    </message>
    <message>
        <source>{free}, and {kept} are to be kept free: nothing would come.</source>
        <translation>{free}，而要保留 {kept} 空闲：无法下载任何内容。</translation>
    </message>
    <message>
        <source>{free}, of which {kept} are kept free.</source>
        <translation>{free}，其中保留 {kept} 空闲。</translation>
    </message>
    <message>
        <source>A disk of this computer ({name}).</source>
        <translation>本机的磁盘（{name}）。</translation>
    </message>
    <message>
        <source>A share of another computer ({name}).</source>
        <translation>另一台计算机的共享（{name}）。</translation>
    </message>
    <message>
        <source>A disk or stick for any computer ({name}).</source>
        <translation>可用于任何计算机的磁盘或 U 盘（{name}）。</translation>
    </message>
    <message>
        <source>Memory only ({name}): what is in it is gone at a restart.</source>
        <translation>仅在内存中（{name}）：重启后其内容就会消失。</translation>
    </message>
    <message>
        <source>Within a container ({name}): what is in it goes with that. Mount a folder.</source>
        <translation>在容器内（{name}）：其内容会随容器消失。请挂载一个文件夹。</translation>
    </message>
    <message>
        <source>This system does not tell.</source>
        <translation>该系统没有说明。</translation>
    </message>
    <message>
        <source>Known to the system as {name}.</source>
        <translation>系统称之为 {name}。</translation>
    </message>
    <message>
        <source>It is a library of Catalog Sync already, which is taken up again.</source>
        <translation>它已经是 Catalog Sync 的音乐库，将继续使用。</translation>
    </message>
    <message>
        <source>There are files in it. They stay as they are.</source>
        <translation>其中有文件。它们保持原样。</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Syncs</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Failed now</source>
        <translation>现在失败的</translation>
    </message>
    <message>
        <source>&amp;Clear history…</source>
        <translation>清空历史(&amp;C)…</translation>
    </message>
    <message>
        <source>Nothing has been synced yet</source>
        <translation>还没有同步过</translation>
    </message>
    <message>
        <source>Every sync is kept here, with what became of each of its tracks.</source>
        <translation>每次同步都记录在这里，包括其中每首曲目的结果。</translation>
    </message>
    <message>
        <source>Failed now ({count})</source>
        <translation>现在失败的（{count}）</translation>
    </message>
    <message>
        <source>1 sync</source>
        <translation>1 次同步</translation>
    </message>
    <message>
        <source>{count} syncs</source>
        <translation>{count} 次同步</translation>
    </message>
    <message>
        <source>only the last one is kept</source>
        <translation>只保留最后一次</translation>
    </message>
    <message>
        <source>kept for 1 day</source>
        <translation>保留 1 天</translation>
    </message>
    <message>
        <source>kept for {count} days</source>
        <translation>保留 {count} 天</translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation>清空历史</translation>
    </message>
    <message>
        <source>Clear the record of all syncs that have ended?</source>
        <translation>清空所有已结束的同步的记录吗？</translation>
    </message>
    <message>
        <source>Tracks, playlists and what waits to be fetched stay as they are. The record cannot be brought back.</source>
        <translation>曲目、播放列表和等待获取的内容保持不变。记录无法恢复。</translation>
    </message>
    <message>
        <source>&amp;Clear</source>
        <translation>清空(&amp;C)</translation>
    </message>
</context>
<context>
    <name>HistorySection</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Only the last sync</source>
        <translation>仅最后一次同步</translation>
    </message>
    <message>
        <source>&amp;Keep ended syncs</source>
        <translation>保留已结束的同步(&amp;K)</translation>
    </message>
    <message>
        <source>What they did and what failed; the tracks themselves stay.</source>
        <translation>它们做了什么、什么失败了；曲目本身会保留。</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>By schedule</source>
        <translation>按计划</translation>
    </message>
    <message>
        <source>Failed tracks were due</source>
        <translation>失败的曲目到期重试</translation>
    </message>
    <message>
        <source>By you</source>
        <translation>由您启动</translation>
    </message>
    <message>
        <source>Tried again by you</source>
        <translation>由您重试</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在进行</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Done, with failures</source>
        <translation>完成，有失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
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
        <source>This track is not in any catalogue any more.</source>
        <translation>这首曲目已不在任何目录中。</translation>
    </message>
    <message>
        <source>It came later.</source>
        <translation>它后来成功了。</translation>
    </message>
    <message>
        <source>It has failed since.</source>
        <translation>此后它失败了。</translation>
    </message>
    <message>
        <source>It is skipped now.</source>
        <translation>它现在被跳过。</translation>
    </message>
    <message>
        <source>You hold it back.</source>
        <translation>您搁置了它。</translation>
    </message>
    <message>
        <source>Its file was removed since.</source>
        <translation>此后它的文件被移除。</translation>
    </message>
    <message>
        <source>It is in the trash now.</source>
        <translation>它现在在回收站中。</translation>
    </message>
    <message>
        <source>It waits to be tried again.</source>
        <translation>它在等待重试。</translation>
    </message>
    <message>
        <source>a removed source</source>
        <translation>已移除的来源</translation>
    </message>
    <message>
        <source>1 more</source>
        <translation>另有 1 个</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另有 {count} 个</translation>
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
        <source>{speed} on average</source>
        <translation>平均 {speed}</translation>
    </message>
    <message>
        <source>1 playlist not written</source>
        <translation>1 个播放列表未写入</translation>
    </message>
    <message>
        <source>{count} playlists not written</source>
        <translation>{count} 个播放列表未写入</translation>
    </message>
    <message>
        <source>Began {time} ({ago})</source>
        <translation>开始于 {time}（{ago}）</translation>
    </message>
    <message>
        <source>{began}, runs for {duration}</source>
        <translation>{began}，已进行 {duration}</translation>
    </message>
    <message>
        <source>{began}, ended {time}, took {duration}</source>
        <translation>{began}，结束于 {time}，用时 {duration}</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现值</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>导入后</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message>
        <source>Settings that would be others</source>
        <translation>将要更改的设置</translation>
    </message>
    <message>
        <source>Sources that would be added</source>
        <translation>将要添加的来源</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>1 setting would be another</source>
        <translation>将更改 1 项设置</translation>
    </message>
    <message>
        <source>{count} settings would be others</source>
        <translation>将更改 {count} 项设置</translation>
    </message>
    <message>
        <source>1 source would be added</source>
        <translation>将添加 1 个来源</translation>
    </message>
    <message>
        <source>{count} sources would be added</source>
        <translation>将添加 {count} 个来源</translation>
    </message>
    <message>
        <source>{count} are there already</source>
        <translation>{count} 个已经存在</translation>
    </message>
    <message>
        <source>An export variant is left out: {reason}</source>
        <translation>一个导出方案被略去：{reason}</translation>
    </message>
    <message>
        <source>This version does not know: {names}</source>
        <translation>此版本不认识：{names}</translation>
    </message>
    <message>
        <source>The settings were taken over</source>
        <translation>设置已采用</translation>
    </message>
    <message>
        <source>Enter passwords and tokens anew for {names}</source>
        <translation>请为 {names} 重新输入密码和令牌</translation>
    </message>
    <message>
        <source>Not added: {reason}</source>
        <translation>未添加：{reason}</translation>
    </message>
</context>
<context>
    <name>JobPane</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Catalogues that were read</source>
        <translation>读取过的目录</translation>
    </message>
    <message>
        <source>Errors by cause</source>
        <translation>按原因归类的错误</translation>
    </message>
    <message>
        <source>Catalogues</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>{result}: {sources}</source>
        <translation>{result}：{sources}</translation>
    </message>
    <message>
        <source>Errors by cause ({count})</source>
        <translation>按原因归类的错误（{count}）</translation>
    </message>
    <message>
        <source>a removed source</source>
        <translation>已移除的来源</translation>
    </message>
</context>
<context>
    <name>JobsModel</name>
    <message>
        <source>Began</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
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
        <source>Data</source>
        <translation>数据量</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>KeyWords</name>
    <message>
        <source>Everywhere</source>
        <translation>各处</translation>
    </message>
    <message>
        <source>Go to the next field or list, or back</source>
        <translation>转到下一个字段或列表，或返回</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab</translation>
    </message>
    <message>
        <source>Open the menu of what is chosen</source>
        <translation>打开所选内容的菜单</translation>
    </message>
    <message>
        <source>Shift+F10, Menu key</source>
        <translation>Shift+F10、菜单键</translation>
    </message>
    <message>
        <source>Open a menu of the menu bar</source>
        <translation>打开菜单栏中的菜单</translation>
    </message>
    <message>
        <source>Alt and its underlined letter</source>
        <translation>Alt 加带下划线的字母</translation>
    </message>
    <message>
        <source>Close a dialog</source>
        <translation>关闭对话框</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Search in a list of settings or keys</source>
        <translation>在设置或快捷键列表中搜索</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search for a key or what it does</source>
        <translation>搜索按键或其作用</translation>
    </message>
    <message>
        <source>Search the keys</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>What</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>No key is called so, and none does that.</source>
        <translation>没有这样的按键，也没有按键有此作用。</translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation>复制为文本(&amp;C)</translation>
    </message>
</context>
<context>
    <name>LibrarySection</name>
    <message>
        <source>Library</source>
        <translation>音乐库</translation>
    </message>
    <message>
        <source>The folder your music goes to</source>
        <translation>存放音乐的文件夹</translation>
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
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Music &amp;folder</source>
        <translation>音乐文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Keep free</source>
        <translation>保留空闲(&amp;K)</translation>
    </message>
    <message>
        <source>Or 1 % of the volume, where that is more.</source>
        <translation>如果卷的 1% 更多，则以其为准。</translation>
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
        <source> minutes</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>&amp;Wake its computer</source>
        <translation>唤醒所在的计算机(&amp;W)</translation>
    </message>
    <message>
        <source>Where the folder is on a computer that sleeps: the address of its network card. It is woken (Wake-on-LAN) when a sync is to begin and the folder is not there.</source>
        <translation>如果文件夹位于会休眠的计算机上，请填写其网卡地址。同步即将开始而文件夹不在时，会通过网络唤醒（Wake-on-LAN）该计算机。</translation>
    </message>
    <message>
        <source>Wa&amp;it for it</source>
        <translation>等待时间(&amp;I)</translation>
    </message>
    <message>
        <source>So long a sync waits for the folder then.</source>
        <translation>唤醒之后，同步最多等待这么久，直到文件夹出现。</translation>
    </message>
    <message>
        <source>Name the music folder from the top on, such as /home/me/Music.</source>
        <translation>请从根开始写出音乐文件夹，例如 /home/me/Music。</translation>
    </message>
    <message>
        <source>Choose music folder</source>
        <translation>选择音乐文件夹</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>What Catalog Sync is made of</source>
        <translation>Catalog Sync 的组成部分</translation>
    </message>
    <message>
        <source>Texts of the licences</source>
        <translation>许可证全文</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
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
        <source>Search the lines</source>
        <translation>搜索日志行</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Show the lines of all tracks again</source>
        <translation>重新显示所有曲目的日志行</translation>
    </message>
    <message>
        <source>Show no new lines until this is released</source>
        <translation>在松开之前不显示新的日志行</translation>
    </message>
    <message>
        <source>Show the newest lines, and go on following them</source>
        <translation>显示最新的日志行，并继续跟随</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all that are shown</source>
        <translation>复制所选的日志行，或显示的全部</translation>
    </message>
    <message>
        <source>Follows the newest lines</source>
        <translation>跟随最新的日志行</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Does not follow while you read further up</source>
        <translation>您向上翻阅时不跟随</translation>
    </message>
    <message>
        <source>{state}, 1 new line</source>
        <translation>{state}，1 行新日志</translation>
    </message>
    <message>
        <source>{state}, {count} new lines</source>
        <translation>{state}，{count} 行新日志</translation>
    </message>
    <message>
        <source>No such line since Catalog Sync was started; the log folder has older ones.</source>
        <translation>自 Catalog Sync 启动以来没有这样的日志行；日志文件夹中有更早的。</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有发生任何事。</translation>
    </message>
    <message>
        <source>one track</source>
        <translation>一首曲目</translation>
    </message>
    <message>
        <source>Only {title}</source>
        <translation>仅 {title}</translation>
    </message>
    <message>
        <source>Save the lines that are shown</source>
        <translation>保存显示的日志行</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>已保存为 {name}</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>到末尾(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
</context>
<context>
    <name>LookSection</name>
    <message>
        <source>Appearance and language</source>
        <translation>外观和语言</translation>
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
        <source>&amp;Restart now</source>
        <translation>立即重新启动(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Takes effect when the program starts the next time.</source>
        <translation>下次启动程序时生效。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Catalog Sync</source>
        <translation>Catalog Sync</translation>
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
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
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
    <name>MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>MessageSection</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Show &amp;messages</source>
        <translation>显示消息(&amp;M)</translation>
    </message>
    <message>
        <source>When a sync has &amp;fetched something</source>
        <translation>同步获取了内容时(&amp;F)</translation>
    </message>
    <message>
        <source>When something went &amp;wrong or is held up</source>
        <translation>出现问题或受阻时(&amp;W)</translation>
    </message>
    <message>
        <source>When sources have &amp;new tracks</source>
        <translation>来源有新曲目时(&amp;N)</translation>
    </message>
    <message>
        <source>As the panel seems to be</source>
        <translation>按面板的样子判断</translation>
    </message>
    <message>
        <source>Light, for dark panels</source>
        <translation>浅色，用于深色面板</translation>
    </message>
    <message>
        <source>Dark, for light panels</source>
        <translation>深色，用于浅色面板</translation>
    </message>
    <message>
        <source>At the tray icon, one a minute at most. A click leads to what it is about.</source>
        <translation>显示在托盘图标处，每分钟最多一条。点击即可转到相关内容。</translation>
    </message>
    <message>
        <source>&amp;Tray icon</source>
        <translation>托盘图标(&amp;T)</translation>
    </message>
</context>
<context>
    <name>NameSection</name>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>&amp;Name template</source>
        <translation>命名模板(&amp;N)</translation>
    </message>
    <message>
        <source>Fields: {fields}</source>
        <translation>字段：{fields}</translation>
    </message>
    <message>
        <source>{albumartist|artist} is the first that is known, {track:03} has three digits, {?{disc}-} is there only if the disc is known. Tracks that are there keep their names until you rename them (File menu).</source>
        <translation>{albumartist|artist} 取第一个已知的值，{track:03} 为三位数字，{?{disc}-} 仅在碟号已知时出现。已有的曲目保留其名称，直到您重命名它们（“文件”菜单）。</translation>
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
    <name>NetworkSection</name>
    <message>
        <source>Network and passwords</source>
        <translation>网络和密码</translation>
    </message>
    <message>
        <source>http://proxy.example:3128, or nothing</source>
        <translation>http://proxy.example:3128，或留空</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Test the proxy</source>
        <translation>测试代理</translation>
    </message>
    <message>
        <source>Looking for the desktop&apos;s keyring…</source>
        <translation>正在查找桌面的密钥环…</translation>
    </message>
    <message>
        <source>Where there is no keyring, keep &amp;passwords in a file only I can read</source>
        <translation>没有密钥环时，把密码保存在只有我能读取的文件中(&amp;P)</translation>
    </message>
    <message>
        <source>Pro&amp;xy</source>
        <translation>代理(&amp;X)</translation>
    </message>
    <message>
        <source>For catalogues and tracks alike. Its password is kept as those of sources.</source>
        <translation>目录和曲目都使用它。其密码与来源的密码一样保存。</translation>
    </message>
    <message>
        <source>Passwords and tokens</source>
        <translation>密码和令牌</translation>
    </message>
    <message>
        <source>The file is in the profile&apos;s folder and is not encrypted.</source>
        <translation>该文件位于配置文件夹中，未加密。</translation>
    </message>
    <message>
        <source>They are kept in the desktop&apos;s keyring ({name}).</source>
        <translation>它们保存在桌面的密钥环中（{name}）。</translation>
    </message>
    <message>
        <source>This desktop has no keyring that can be used. Without the file below, no source with a password can be added.</source>
        <translation>此桌面没有可用的密钥环。没有下面的文件，就无法添加需要密码的来源。</translation>
    </message>
    <message>
        <source>This is no address; a proxy&apos;s looks like http://proxy.example:3128</source>
        <translation>这不是地址；代理的地址形如 http://proxy.example:3128</translation>
    </message>
    <message>
        <source>Asking the proxy…</source>
        <translation>正在询问代理…</translation>
    </message>
    <message>
        <source>It works: it leads to {server}.</source>
        <translation>有效：它通往 {server}。</translation>
    </message>
    <message>
        <source>It answers. Whether it leads anywhere shows with the first source.</source>
        <translation>它有应答。是否能通往别处，要看第一个来源。</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>The window tells more.</source>
        <translation>窗口中有更多说明。</translation>
    </message>
    <message>
        <source>1 new track</source>
        <translation>1 首新曲目</translation>
    </message>
    <message>
        <source>{count} new tracks</source>
        <translation>{count} 首新曲目</translation>
    </message>
    <message>
        <source>Your sources have them; they are fetched now.</source>
        <translation>您的来源中有它们；正在获取。</translation>
    </message>
    <message>
        <source>It was found when the library was read again. The window tells more.</source>
        <translation>这是重新读取音乐库时发现的。窗口中有更多说明。</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
</context>
<context>
    <name>NowPage</name>
    <message>
        <source>Sync all</source>
        <translation>全部同步</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>{free} are free, and {reserve} are to stay free. Make room on it.</source>
        <translation>空闲 {free}，而要保留 {reserve}。请在其上腾出空间。</translation>
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
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>OptionWords</name>
    <message>
        <source>What is followed</source>
        <translation>关注的内容</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>在音乐库中</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时机</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Tags in the files</source>
        <translation>文件中的标签</translation>
    </message>
    <message>
        <source>Removed from the catalogue</source>
        <translation>目录中已移除的</translation>
    </message>
    <message>
        <source>Days in the trash</source>
        <translation>在回收站中的天数</translation>
    </message>
    <message>
        <source>Private addresses</source>
        <translation>私有地址</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>证书颁发机构</translation>
    </message>
    <message>
        <source>When the tracks of this source come; a track in the queue may have its own</source>
        <translation>此来源的曲目何时轮到；队列中的单首曲目可以另设</translation>
    </message>
    <message>
        <source>A template of its own for new tracks, instead of that of the settings; “Rename tracks…” gives those that are there their new names</source>
        <translation>新曲目使用的自有模板，代替设置中的模板；“重命名曲目…”会让已有的曲目采用新名称</translation>
    </message>
    <message>
        <source>What becomes of the tags that the files bring</source>
        <translation>如何处理文件自带的标签</translation>
    </message>
    <message>
        <source>What becomes of the files of tracks that the catalogue does not list any more. A catalogue that suddenly lists nothing, or far less, throws nothing away: you are asked first</source>
        <translation>如何处理目录不再列出的曲目的文件。目录突然变空或变小很多时，不会丢弃任何内容：会先询问您</translation>
    </message>
    <message>
        <source>After so many days the files in the trash are deleted</source>
        <translation>过了这么多天，回收站中的文件就会删除</translation>
    </message>
    <message>
        <source>Whether its addresses may lead to computers of your own network</source>
        <translation>其地址是否可以通往您自己网络中的计算机</translation>
    </message>
    <message>
        <source>A PEM file with the certificate authority that its server is signed by</source>
        <translation>PEM 文件，含为其服务器签名的证书颁发机构</translation>
    </message>
    <message>
        <source>High: before other sources</source>
        <translation>高：先于其他来源</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Low: after other sources</source>
        <translation>低：后于其他来源</translation>
    </message>
    <message>
        <source>Add what they lack</source>
        <translation>补上缺少的</translation>
    </message>
    <message>
        <source>Replace them by what the catalogue says</source>
        <translation>换成目录中的</translation>
    </message>
    <message>
        <source>Leave them alone</source>
        <translation>不要改动</translation>
    </message>
    <message>
        <source>Keep the files</source>
        <translation>保留文件</translation>
    </message>
    <message>
        <source>Move the files to the trash</source>
        <translation>把文件移入回收站</translation>
    </message>
    <message>
        <source>Usual: normal</source>
        <translation>通常：普通</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>与设置相同</translation>
    </message>
    <message>
        <source>Usual: add what they lack</source>
        <translation>通常：补上缺少的</translation>
    </message>
    <message>
        <source>Usual: keep the files</source>
        <translation>通常：保留文件</translation>
    </message>
    <message>
        <source>Usual: 30</source>
        <translation>通常：30</translation>
    </message>
    <message>
        <source>Usual: no</source>
        <translation>通常：否</translation>
    </message>
    <message>
        <source>Those of the system</source>
        <translation>系统的证书</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>未设置</translation>
    </message>
</context>
<context>
    <name>OutcomesModel</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
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
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据量</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>File or reason</source>
        <translation>文件或原因</translation>
    </message>
    <message>
        <source>after {count} tries</source>
        <translation>尝试 {count} 次后</translation>
    </message>
    <message>
        <source>{size} in {duration}, {speed}</source>
        <translation>{size}，用时 {duration}，{speed}</translation>
    </message>
</context>
<context>
    <name>OutcomesPane</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Search title and artist</source>
        <translation>搜索标题和艺术家</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>在日志中显示</translation>
    </message>
    <message>
        <source>Show in the queue</source>
        <translation>在队列中显示</translation>
    </message>
    <message>
        <source>Tracks of the sync</source>
        <translation>本次同步的曲目</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
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
        <source>{result} ({count})</source>
        <translation>{result}（{count}）</translation>
    </message>
    <message>
        <source>No track like that</source>
        <translation>没有这样的曲目</translation>
    </message>
    <message>
        <source>Another filter may show more.</source>
        <translation>换一个筛选条件也许能看到更多。</translation>
    </message>
    <message>
        <source>No track ended in this sync</source>
        <translation>本次同步中没有曲目结束</translation>
    </message>
    <message>
        <source>There was nothing to fetch, or an earlier version of Catalog Sync ran it, which kept no record of single tracks.</source>
        <translation>没有可获取的内容，或由较早版本的 Catalog Sync 运行，它没有保存单首曲目的记录。</translation>
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
    <name>PlanStep</name>
    <message>
        <source>This is what will happen</source>
        <translation>接下来会这样</translation>
    </message>
    <message>
        <source>Nothing is downloaded before you press Start.</source>
        <translation>在您按“开始”之前不会下载任何内容。</translation>
    </message>
    <message>
        <source>Reading the catalogue</source>
        <translation>正在读取目录</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>{source} could not be read: {reason}</source>
        <translation>无法读取 {source}：{reason}</translation>
    </message>
    <message>
        <source>The folder&apos;s volume is nearly full: nothing would come. Make room on it</source>
        <translation>该文件夹所在的卷几乎已满：无法下载任何内容。请在其上腾出空间</translation>
    </message>
    <message>
        <source>There is too little room for all of it: some tracks would have to wait</source>
        <translation>空间不足以容纳全部：部分曲目需要等待</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>存入</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>例如</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 首</translation>
    </message>
    <message>
        <source>Playlist</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>空间</translation>
    </message>
    <message>
        <source>{free} free now, {after} afterwards</source>
        <translation>现在空闲 {free}，之后 {after}</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>之后</translation>
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
        <source>{tracks}, {size} and {count} of unknown size</source>
        <translation>{tracks}，{size}，另有 {count} 首大小未知</translation>
    </message>
    <message>
        <source>{tracks}, {size}</source>
        <translation>{tracks}，{size}</translation>
    </message>
    <message>
        <source>{tracks}; the catalogue does not tell their size</source>
        <translation>{tracks}；目录没有说明其大小</translation>
    </message>
    <message>
        <source>{tracks}; {count} are there already</source>
        <translation>{tracks}；已有 {count} 首</translation>
    </message>
    <message>
        <source>{tracks}; about {time}</source>
        <translation>{tracks}；大约 {time}</translation>
    </message>
    <message>
        <source>New tracks come when you ask for a sync.</source>
        <translation>新曲目在您要求同步时到来。</translation>
    </message>
    <message>
        <source>New tracks come by themselves, every hour.</source>
        <translation>新曲目每小时自动到来。</translation>
    </message>
    <message>
        <source>New tracks come by themselves, every {hours} hours.</source>
        <translation>新曲目每 {hours} 小时自动到来。</translation>
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
    <name>PlaylistSection</name>
    <message>
        <source>Playlists and exports</source>
        <translation>播放列表和导出</translation>
    </message>
    <message>
        <source>Playlist files</source>
        <translation>播放列表文件</translation>
    </message>
    <message>
        <source>Export variants</source>
        <translation>导出方案</translation>
    </message>
    <message>
        <source>Other formats, folders and paths for other players and servers</source>
        <translation>供其他播放器和服务器使用的其他格式、文件夹和路径</translation>
    </message>
</context>
<context>
    <name>PlaylistVersionsDialog</name>
    <message>
        <source>Versions of a playlist</source>
        <translation>播放列表的版本</translation>
    </message>
    <message>
        <source>A version is kept whenever a sync has changed the playlist. The playlist itself follows its catalogue; restoring writes a version as a playlist of its own beside it, which is yours: nothing here changes or removes it.</source>
        <translation>每当同步更改了播放列表，就会保留一个版本。播放列表本身跟随其目录；恢复会在旁边把某个版本写成一个独立的播放列表，它属于您：这里不会更改或移除它。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>Beside today&apos;s</source>
        <translation>与今天的相比</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What differs from today&apos;s</source>
        <translation>与今天的不同之处</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>做了什么</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Restore as a playlist of its own</source>
        <translation>恢复为独立的播放列表(&amp;R)</translation>
    </message>
    <message>
        <source>There is no version yet: one is kept at the end of a sync.</source>
        <translation>还没有版本：同步结束时会保留一个。</translation>
    </message>
    <message>
        <source>1 track is not in it any more</source>
        <translation>有 1 首曲目已不在其中</translation>
    </message>
    <message>
        <source>{count} tracks are not in it any more</source>
        <translation>有 {count} 首曲目已不在其中</translation>
    </message>
    <message>
        <source>1 was added since</source>
        <translation>此后添加了 1 首</translation>
    </message>
    <message>
        <source>{count} were added since</source>
        <translation>此后添加了 {count} 首</translation>
    </message>
    <message>
        <source>another order</source>
        <translation>顺序不同</translation>
    </message>
    <message>
        <source>The same as today&apos;s</source>
        <translation>与今天的相同</translation>
    </message>
    <message>
        <source>Then, file gone</source>
        <translation>当时有，文件已不在</translation>
    </message>
    <message>
        <source>Then, not today</source>
        <translation>当时有，今天没有</translation>
    </message>
    <message>
        <source>Today, not then</source>
        <translation>今天有，当时没有</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 首</translation>
    </message>
    <message>
        <source>The same tracks as today, in another order.</source>
        <translation>曲目与今天相同，顺序不同。</translation>
    </message>
    <message>
        <source>Nothing in it differs from today&apos;s.</source>
        <translation>与今天的没有不同。</translation>
    </message>
    <message>
        <source>Written as {file} with {count} tracks.</source>
        <translation>已写为 {file}，含 {count} 首曲目。</translation>
    </message>
    <message>
        <source>{count} tracks are not in the library any more.</source>
        <translation>{count} 首曲目已不在音乐库中。</translation>
    </message>
    <message>
        <source>{file} was removed again.</source>
        <translation>{file} 已移除。</translation>
    </message>
    <message>
        <source>{file} was changed or moved since, so it stays.</source>
        <translation>{file} 此后被更改或移动，因此保留。</translation>
    </message>
</context>
<context>
    <name>PlaylistsModel</name>
    <message>
        <source>All tracks</source>
        <translation>全部曲目</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>All {total} here</source>
        <translation>全部 {total} 首都在</translation>
    </message>
    <message>
        <source>{here} of {total} here</source>
        <translation>{total} 首中有 {here} 首</translation>
    </message>
    <message>
        <source>, {count} failed</source>
        <translation>，{count} 首失败</translation>
    </message>
    <message>
        <source>It has no file yet: none of its tracks is here.</source>
        <translation>还没有文件：它的曲目都不在这里。</translation>
    </message>
    <message>
        <source>Written {time} with {count} tracks: {path}</source>
        <translation>写于 {time}，含 {count} 首曲目：{path}</translation>
    </message>
    <message>
        <source>Written {time} with 1 track: {path}</source>
        <translation>写于 {time}，含 1 首曲目：{path}</translation>
    </message>
</context>
<context>
    <name>PlaylistsPanel</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Open the playlist&apos;s file with the system&apos;s player</source>
        <translation>用系统的播放器打开播放列表的文件</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>重新导出</translation>
    </message>
    <message>
        <source>Write the playlist&apos;s file anew, with what is here now</source>
        <translation>按现有内容重新写入播放列表的文件</translation>
    </message>
    <message>
        <source>Versions…</source>
        <translation>版本…</translation>
    </message>
    <message>
        <source>What the playlist held before, and how to have it back</source>
        <translation>播放列表以前的内容，以及如何取回</translation>
    </message>
    <message>
        <source>Playlists of the source</source>
        <translation>此来源的播放列表</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Being synced now</source>
        <translation>正在同步</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>Read {time}</source>
        <translation>读取于 {time}</translation>
    </message>
    <message>
        <source>not by itself any more: sync it to try again</source>
        <translation>不再自动同步：请同步以重试</translation>
    </message>
    <message>
        <source>next when you sync it</source>
        <translation>下次在您同步时</translation>
    </message>
    <message>
        <source>next {time}</source>
        <translation>下次 {time}</translation>
    </message>
    <message>
        <source>Somebody had changed this playlist&apos;s file. Theirs is kept as {file}; what they added is not in the new one</source>
        <translation>有人更改了这个播放列表的文件。他们的文件保留为 {file}；其中添加的内容不在新文件中</translation>
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
    <name>ProblemCard</name>
    <message>
        <source>Dismiss</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>QueueActions</name>
    <message>
        <source>Start now</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation>移到最后</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Why not here?</source>
        <translation>为什么不在这里？</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Download before everything else</source>
        <translation>先于其他所有内容下载</translation>
    </message>
    <message>
        <source>Keep from being downloaded until you resume it</source>
        <translation>在您选择继续之前不下载</translation>
    </message>
    <message>
        <source>Let it wait for its turn again</source>
        <translation>让它重新等待轮到</translation>
    </message>
    <message>
        <source>Leave out for good, until you try it again</source>
        <translation>永久略去，直到您重试</translation>
    </message>
</context>
<context>
    <name>QueueFilter</name>
    <message>
        <source>Queue order</source>
        <translation>队列顺序</translation>
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
        <source>Still to come</source>
        <translation>待下载</translation>
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
        <source>Sort the rows as they are downloaded again; only then they can be moved</source>
        <translation>重新按下载顺序排列各行；只有这样才能移动它们</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>1 track</source>
        <translation>1 首曲目</translation>
    </message>
    <message>
        <source>{count} tracks</source>
        <translation>{count} 首曲目</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Tracks without an address that may be something in your library</source>
        <translation>没有地址、但可能与您音乐库中某首相同的曲目</translation>
    </message>
    <message>
        <source>What to do to the selected tracks</source>
        <translation>对所选曲目的操作</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>1 match to confirm…</source>
        <translation>1 个匹配待确认…</translation>
    </message>
    <message>
        <source>{count} matches to confirm…</source>
        <translation>{count} 个匹配待确认…</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选择 {count} 首</translation>
    </message>
    <message>
        <source>Only tracks that wait have an order: they cannot be moved beyond them.</source>
        <translation>只有等待中的曲目才有顺序：不能移到它们之外。</translation>
    </message>
    <message>
        <source>Rows are moved in the order of the queue, and these are sorted by a column.</source>
        <translation>行按队列顺序移动，而现在是按某一列排序的。</translation>
    </message>
    <message>
        <source>Queue order</source>
        <translation>队列顺序</translation>
    </message>
    <message>
        <source>{done} of {all} tracks…</source>
        <translation>{all} 首中的 {done} 首…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing of what is selected could be changed that way.</source>
        <translation>所选的内容都不能这样更改。</translation>
    </message>
    <message>
        <source>1 track is cancelled: it is not downloaded until you try it again.</source>
        <translation>已取消 1 首曲目：在您重试之前不会下载。</translation>
    </message>
    <message>
        <source>{count} tracks are cancelled: they are not downloaded until you try them again.</source>
        <translation>已取消 {count} 首曲目：在您重试之前不会下载。</translation>
    </message>
</context>
<context>
    <name>QueueTable</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
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
        <source>Priority</source>
        <translation>优先级</translation>
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
        <source>{title} by {artist}</source>
        <translation>{artist} 的 {title}</translation>
    </message>
    <message>
        <source>Priority: {priority}</source>
        <translation>优先级：{priority}</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>下次尝试</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>上次错误</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>As its source</source>
        <translation>与其来源相同</translation>
    </message>
    <message>
        <source>First</source>
        <translation>最先</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已搁置</translation>
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
        <source>Removed by you</source>
        <translation>由您移除</translation>
    </message>
    <message>
        <source>In the trash</source>
        <translation>在回收站中</translation>
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
        <translation>现名称</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>新名称</translation>
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
    <name>RowButtonsDelegate</name>
    <message>
        <source>Hold (Ctrl+H)</source>
        <translation>搁置 (Ctrl+H)</translation>
    </message>
    <message>
        <source>Cancel (Del)</source>
        <translation>取消 (Del)</translation>
    </message>
    <message>
        <source>More (Menu key)</source>
        <translation>更多（菜单键）</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Schedule</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Sync “{name}” by itself:</source>
        <translation>自动同步“{name}”：</translation>
    </message>
</context>
<context>
    <name>RuleEditor</name>
    <message>
        <source>Every</source>
        <translation>每隔</translation>
    </message>
    <message>
        <source>Daily at</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>从不自动</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时</translation>
    </message>
    <message>
        <source> hours</source>
        <translation> 小时</translation>
    </message>
    <message>
        <source>Hours between two syncs</source>
        <translation>两次同步之间的小时数</translation>
    </message>
    <message>
        <source>Times of day</source>
        <translation>一天中的时刻</translation>
    </message>
    <message>
        <source>Times look like 06:00, 18:30</source>
        <translation>时刻的写法如 06:00, 18:30</translation>
    </message>
</context>
<context>
    <name>SchedulePage</name>
    <message>
        <source>&amp;Pause for 1 hour</source>
        <translation>暂停 1 小时(&amp;P)</translation>
    </message>
    <message>
        <source>Pause until &amp;tomorrow</source>
        <translation>暂停到明天(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>Full speed for 1 h&amp;our</source>
        <translation>全速 1 小时(&amp;O)</translation>
    </message>
    <message>
        <source>Limit &amp;now</source>
        <translation>现在限速(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Go by the hours again</source>
        <translation>恢复按时段(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>更改(&amp;C)…</translation>
    </message>
    <message>
        <source>Goes by the limit of limited hours until you say otherwise</source>
        <translation>在您另行决定之前，按限速时段的速度下载</translation>
    </message>
    <message>
        <source>When sources are synced</source>
        <translation>来源何时同步</translation>
    </message>
    <message>
        <source>Everything is paused until you resume.</source>
        <translation>一切都已暂停，直到您选择继续。</translation>
    </message>
    <message>
        <source>Everything is paused until {time}.</source>
        <translation>一切都已暂停至 {time}。</translation>
    </message>
    <message>
        <source>There are no sources yet; add one in the catalogue.</source>
        <translation>还没有来源；请在“订阅”中添加。</translation>
    </message>
    <message>
        <source>This network is metered: syncs that are due wait for another one.</source>
        <translation>此网络按流量计费：到期的同步会等待其他网络。</translation>
    </message>
    <message>
        <source>The next sync by itself is at {time}.</source>
        <translation>下次自动同步在 {time}。</translation>
    </message>
    <message>
        <source>No sync starts by itself.</source>
        <translation>不会自动开始同步。</translation>
    </message>
</context>
<context>
    <name>ScheduleSection</name>
    <message>
        <source>Schedule</source>
        <translation>计划</translation>
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
        <source>06:00, 18:30</source>
        <translation>06:00, 18:30</translation>
    </message>
    <message>
        <source>mon-fri 08-18 limited; daily 00-06 off</source>
        <translation>mon-fri 08-18 limited; daily 00-06 off</translation>
    </message>
    <message>
        <source>Sync as ever</source>
        <translation>照常同步</translation>
    </message>
    <message>
        <source>Start no sync by itself</source>
        <translation>不自动开始同步</translation>
    </message>
    <message>
        <source>Download nothing</source>
        <translation>不下载任何内容</translation>
    </message>
    <message>
        <source>Not used while times of day are set below.</source>
        <translation>下面设置了一天中的时刻，因此不使用。</translation>
    </message>
    <message>
        <source>Sync &amp;every</source>
        <translation>同步间隔(&amp;E)</translation>
    </message>
    <message>
        <source>Reads all sources and fetches what is new.</source>
        <translation>读取所有来源并获取新内容。</translation>
    </message>
    <message>
        <source>Or daily &amp;at</source>
        <translation>或每天(&amp;A)</translation>
    </message>
    <message>
        <source>Times of day, which count in place of the hours above.</source>
        <translation>一天中的时刻，代替上面的小时数。</translation>
    </message>
    <message>
        <source>&amp;Hours of the week</source>
        <translation>一周中的时段(&amp;H)</translation>
    </message>
    <message>
        <source>Days and hours that are limited or off; all others are full.</source>
        <translation>限速或关闭的日期和时段；其余为全速。</translation>
    </message>
    <message>
        <source>On &amp;metered networks</source>
        <translation>在按流量计费的网络上(&amp;M)</translation>
    </message>
    <message>
        <source>A sync that you ask for runs in any case.</source>
        <translation>您要求的同步无论如何都会进行。</translation>
    </message>
</context>
<context>
    <name>ScheduleWords</name>
    <message>
        <source>Daily at {times}</source>
        <translation>每天 {times}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>从不自动</translation>
    </message>
    <message>
        <source>Every hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>Every {hours} hours</source>
        <translation>每 {hours} 小时</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>Downloads are off on this metered network.</source>
        <translation>在此按流量计费的网络上不下载。</translation>
    </message>
    <message>
        <source>Downloads are off until {time} by your schedule.</source>
        <translation>按照您的计划，在 {time} 之前不下载。</translation>
    </message>
    <message>
        <source>Downloads are off by your schedule.</source>
        <translation>按照您的计划，现在不下载。</translation>
    </message>
    <message>
        <source>Downloads go at full speed.</source>
        <translation>下载全速进行。</translation>
    </message>
    <message>
        <source>Downloads go at full speed until {time}, as you asked.</source>
        <translation>按您的要求，下载全速进行至 {time}。</translation>
    </message>
    <message>
        <source>Downloads go at full speed, as you asked.</source>
        <translation>按您的要求，下载全速进行。</translation>
    </message>
    <message>
        <source>Downloads are limited to {speed} until {time}, as you asked.</source>
        <translation>按您的要求，下载限速为 {speed}，至 {time}。</translation>
    </message>
    <message>
        <source>Downloads are limited to {speed}, as you asked.</source>
        <translation>按您的要求，下载限速为 {speed}。</translation>
    </message>
    <message>
        <source>Downloads are limited to {speed} until {time} by your schedule.</source>
        <translation>按照您的计划，下载限速为 {speed}，至 {time}。</translation>
    </message>
    <message>
        <source>Downloads are limited to {speed}.</source>
        <translation>下载限速为 {speed}。</translation>
    </message>
</context>
<context>
    <name>ServerSection</name>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Servers and players that are told of the library</source>
        <translation>会被通知此音乐库的服务器和播放器</translation>
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
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Ctrl+F; Enter goes to the next that was found</source>
        <translation>Ctrl+F；按 Enter 转到下一个找到的设置</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>1 setting found</source>
        <translation>找到 1 项设置</translation>
    </message>
    <message>
        <source>{count} settings found</source>
        <translation>找到 {count} 项设置</translation>
    </message>
    <message>
        <source>1 section found</source>
        <translation>找到 1 个分类</translation>
    </message>
    <message>
        <source>Nothing is called so. Try another word.</source>
        <translation>没有这样的名称。请换一个词。</translation>
    </message>
</context>
<context>
    <name>SourceCards</name>
    <message>
        <source>{count} more sources are not read any more</source>
        <translation>另有 {count} 个来源不再读取</translation>
    </message>
    <message>
        <source>Their passwords or addresses need a look.</source>
        <translation>它们的密码或地址需要查看。</translation>
    </message>
    <message>
        <source>Show the sources</source>
        <translation>显示来源</translation>
    </message>
    <message>
        <source>{name} is not read any more</source>
        <translation>不再读取 {name}</translation>
    </message>
    <message>
        <source>Edit source…</source>
        <translation>编辑来源…</translation>
    </message>
</context>
<context>
    <name>SourceChoice</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>所有来源</translation>
    </message>
</context>
<context>
    <name>SourceChooser</name>
    <message>
        <source>&amp;Test and preview</source>
        <translation>测试并预览(&amp;T)</translation>
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
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>SourceStep</name>
    <message>
        <source>What do you want to follow?</source>
        <translation>您想关注什么？</translation>
    </message>
    <message>
        <source>Paste its address here, or drop it anywhere on this window. You can add more.</source>
        <translation>在此粘贴其地址，或拖到此窗口的任何位置。之后还可以添加更多。</translation>
    </message>
    <message>
        <source>Try the built-in &amp;demo</source>
        <translation>试试内置演示(&amp;D)</translation>
    </message>
    <message>
        <source>A few small tunes come with the program; no network needed.</source>
        <translation>程序自带的几首小曲；无需网络。</translation>
    </message>
    <message>
        <source>A playlist (M3U, PLS, XSPF, JSPF), a podcast or its web page, a list of podcasts (OPML), something at the Internet Archive, or the address of your Subsonic or Jellyfin server. What it is, is recognised, and you see what it would bring.</source>
        <translation>播放列表（M3U、PLS、XSPF、JSPF）、播客或其网页、播客列表 (OPML)、Internet Archive 上的内容，或者您的 Subsonic 或 Jellyfin 服务器的地址。程序会自动识别，您会看到它将带来什么。</translation>
    </message>
</context>
<context>
    <name>SourceTimesModel</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Synced by itself</source>
        <translation>自动同步</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>上次</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下次</translation>
    </message>
    <message>
        <source>As set above</source>
        <translation>与上面的设置相同</translation>
    </message>
    <message>
        <source>Not before you sync it</source>
        <translation>在您同步它之前不会</translation>
    </message>
</context>
<context>
    <name>SourceTimesView</name>
    <message>
        <source>When sources are synced</source>
        <translation>来源何时同步</translation>
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
        <source>What would a sync do…</source>
        <translation>同步会做什么…</translation>
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
    <name>SpanWords</name>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>the last minute</source>
        <translation>最近一分钟</translation>
    </message>
    <message>
        <source>the last {count} minutes</source>
        <translation>最近 {count} 分钟</translation>
    </message>
    <message>
        <source>the last hour</source>
        <translation>最近一小时</translation>
    </message>
    <message>
        <source>the last {count} hours</source>
        <translation>最近 {count} 小时</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>−{time}</source>
        <translation>−{time}</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time}前</translation>
    </message>
    <message>
        <source>{hours} {minutes} ago</source>
        <translation>{hours}{minutes}前</translation>
    </message>
</context>
<context>
    <name>SpeedBox</name>
    <message>
        <source>How fast downloads may be</source>
        <translation>下载的速度上限</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Limit at all times</source>
        <translation>始终限速</translation>
    </message>
    <message>
        <source>Limit in limited hours</source>
        <translation>限速时段内的限速</translation>
    </message>
    <message>
        <source>On a metered network</source>
        <translation>在按流量计费的网络上</translation>
    </message>
    <message>
        <source>Wait with syncs that start by themselves</source>
        <translation>推迟自动开始的同步</translation>
    </message>
    <message>
        <source>Download nothing unless I ask for a sync</source>
        <translation>除非我要求同步，否则不下载</translation>
    </message>
    <message>
        <source>Go on as usual</source>
        <translation>照常进行</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>一周中的时段</translation>
    </message>
    <message>
        <source>Full speed at all hours</source>
        <translation>所有时段全速</translation>
    </message>
    <message>
        <source>Nights only (23 to 7)</source>
        <translation>仅夜间（23 至 7 时）</translation>
    </message>
    <message>
        <source>Limited on weekdays (8 to 18)</source>
        <translation>工作日限速（8 至 18 时）</translation>
    </message>
    <message>
        <source>Limited in the evening (18 to 23)</source>
        <translation>晚间限速（18 至 23 时）</translation>
    </message>
    <message>
        <source>Own hours</source>
        <translation>自定义时段</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/秒</translation>
    </message>
    <message>
        <source>&amp;Limit at all times:</source>
        <translation>始终限速(&amp;L)：</translation>
    </message>
    <message>
        <source>In l&amp;imited hours:</source>
        <translation>限速时段内(&amp;I)：</translation>
    </message>
    <message>
        <source>On a &amp;metered network:</source>
        <translation>在按流量计费的网络上(&amp;M)：</translation>
    </message>
    <message>
        <source>Hours of the &amp;week:</source>
        <translation>一周中的时段(&amp;W)：</translation>
    </message>
    <message>
        <source>Make the selected hours: {state}</source>
        <translation>所选时段改为：{state}</translation>
    </message>
    <message>
        <source>Drag over hours, or move with the arrow keys; space changes them.</source>
        <translation>拖动选择时段，或用方向键移动；按空格键更改。</translation>
    </message>
</context>
<context>
    <name>SpeedGraph</name>
    <message>
        <source>Graph of the speed</source>
        <translation>速度图</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{speed}, {when}</source>
        <translation>{speed}，{when}</translation>
    </message>
    <message>
        <source>Now {speed}, highest {highest} in {span}.</source>
        <translation>现在 {speed}，{span}最高 {highest}。</translation>
    </message>
    <message>
        <source>Read the speed of a moment</source>
        <translation>读取某一时刻的速度</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>左、右方向键</translation>
    </message>
    <message>
        <source>Go far</source>
        <translation>跳转较远</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Page Up、Page Down</translation>
    </message>
    <message>
        <source>Go to the oldest or newest moment</source>
        <translation>转到最早或最新的时刻</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Home、End</translation>
    </message>
    <message>
        <source>Choose no moment</source>
        <translation>不选时刻</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>上限</translation>
    </message>
</context>
<context>
    <name>SpeedPanel</name>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
</context>
<context>
    <name>StartSection</name>
    <message>
        <source>Startup</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Start with the &amp;session</source>
        <translation>随会话启动(&amp;S)</translation>
    </message>
    <message>
        <source>Begin &amp;without the window, in the tray</source>
        <translation>启动时不打开窗口，只在托盘中(&amp;W)</translation>
    </message>
    <message>
        <source>Looking at what starts with the session…</source>
        <translation>正在查看随会话启动的程序…</translation>
    </message>
    <message>
        <source>Closing the window &amp;keeps the program in the tray</source>
        <translation>关闭窗口后，程序保留在托盘中(&amp;K)</translation>
    </message>
    <message>
        <source>So that the schedule runs whenever you are logged in.</source>
        <translation>这样只要您登录，计划就会运行。</translation>
    </message>
    <message>
        <source>Where there is no tray, the window begins minimised.</source>
        <translation>没有托盘时，窗口以最小化状态启动。</translation>
    </message>
    <message>
        <source>Where there is a tray. Else closing the window ends the program.</source>
        <translation>在有托盘的情况下。否则关闭窗口会结束程序。</translation>
    </message>
    <message>
        <source>Look for a new &amp;version once a day</source>
        <translation>每天检查一次新版本(&amp;V)</translation>
    </message>
    <message>
        <source>A notice leads to its page. Nothing is installed, and nothing is sent about you.</source>
        <translation>有新版本时会显示通知，可打开其页面。不会自动安装，也不会发送任何与您有关的信息。</translation>
    </message>
    <message>
        <source>This copy does not know where new versions are announced: they come from where you have it from, such as your system&apos;s updates.</source>
        <translation>此副本不知道新版本在哪里发布：请从获取本程序的地方更新，例如系统更新。</translation>
    </message>
    <message>
        <source>Another program is started than this one ({command}). OK puts that right.</source>
        <translation>启动的是另一个程序（{command}）。点击“确定”可更正。</translation>
    </message>
    <message>
        <source>The entry is {place}.</source>
        <translation>启动项为 {place}。</translation>
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
    <name>StatusStrip</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show what happens now</source>
        <translation>显示当前情况</translation>
    </message>
    <message>
        <source>⚠ 1 problem</source>
        <translation>⚠ 1 个问题</translation>
    </message>
    <message>
        <source>⚠ {count} problems</source>
        <translation>⚠ {count} 个问题</translation>
    </message>
</context>
<context>
    <name>StatusWords</name>
    <message>
        <source>Waking the library&apos;s computer, until {time} at most.</source>
        <translation>正在唤醒音乐库所在的计算机，最多等到 {time}。</translation>
    </message>
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
        <source>{words}.</source>
        <translation>{words}。</translation>
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
        <source>limited to {speed}</source>
        <translation>限速 {speed}</translation>
    </message>
    <message>
        <source>limited to {speed} until {time}</source>
        <translation>限速 {speed}，至 {time}</translation>
    </message>
    <message>
        <source>no downloads on this metered network</source>
        <translation>在此按流量计费的网络上不下载</translation>
    </message>
    <message>
        <source>no downloads until {time}</source>
        <translation>{time} 之前不下载</translation>
    </message>
    <message>
        <source>no downloads at this hour</source>
        <translation>此时段不下载</translation>
    </message>
    <message>
        <source>{tracks} to go</source>
        <translation>还有 {tracks}</translation>
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
    <name>Step</name>
    <message>
        <source>Ne&amp;xt</source>
        <translation>下一步(&amp;X)</translation>
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
    <name>TagSection</name>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
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
        <source>&amp;Tags of MP3, WAV and AIFF</source>
        <translation>MP3、WAV 和 AIFF 的标签(&amp;T)</translation>
    </message>
    <message>
        <source>Files that are there keep theirs.</source>
        <translation>已有的文件保留其标签。</translation>
    </message>
    <message>
        <source>Whether a file&apos;s own tags are kept, completed or replaced by what the catalogue says is an option of each source: choose it in the catalogue and edit it.</source>
        <translation>保留、补全文件自带的标签，或换成目录中的，是每个来源的选项：请在“订阅”中选择来源并编辑。</translation>
    </message>
</context>
<context>
    <name>TrackDetail</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Why it is not here</source>
        <translation>为什么不在这里</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Show in &amp;folder</source>
        <translation>在文件夹中显示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Copy path</source>
        <translation>复制路径(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>重试(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Do not fetch</source>
        <translation>不获取(&amp;D)</translation>
    </message>
    <message>
        <source>Leave this track out until you want it again</source>
        <translation>略去这首曲目，直到您又想要它</translation>
    </message>
    <message>
        <source>Choose a track to see what is known of it.</source>
        <translation>选择一首曲目以查看其信息。</translation>
    </message>
    <message>
        <source>About the track</source>
        <translation>关于此曲目</translation>
    </message>
    <message>
        <source>Next: {time}</source>
        <translation>下次：{time}</translation>
    </message>
    <message>
        <source>Fetch &amp;after all</source>
        <translation>还是获取(&amp;A)</translation>
    </message>
    <message>
        <source>Fetch &amp;again</source>
        <translation>重新获取(&amp;A)</translation>
    </message>
    <message>
        <source>Its file was changed by somebody since it was fetched</source>
        <translation>它的文件在获取之后被人更改</translation>
    </message>
    <message>
        <source>Its file was not found when it was last looked for</source>
        <translation>上次查找时没有找到它的文件</translation>
    </message>
    <message>
        <source>Its file cannot be read; the disk may be failing</source>
        <translation>无法读取它的文件；磁盘可能有故障</translation>
    </message>
    <message>
        <source>Its file is damaged: its content is not what was fetched</source>
        <translation>它的文件已损坏：内容与获取时不同</translation>
    </message>
    <message>
        <source>{track} on disc {disc}</source>
        <translation>第 {disc} 碟第 {track} 首</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>获取于</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>检查于</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可协议</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Playlists</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>曲目</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>流派</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>作曲</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>厂牌</translation>
    </message>
    <message>
        <source>ISRC</source>
        <translation>ISRC</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>By you: it never goes to the trash</source>
        <translation>由您保留：它不会进入回收站</translation>
    </message>
    <message>
        <source>Not as recorded</source>
        <translation>与记录不符</translation>
    </message>
    <message>
        <source>When it was fetched</source>
        <translation>在获取时</translation>
    </message>
    <message>
        <source>Read again {time}, as recorded</source>
        <translation>重新读取于 {time}，与记录相符</translation>
    </message>
</context>
<context>
    <name>TrackStates</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>已搁置</translation>
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
        <source>Here</source>
        <translation>已有</translation>
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
    <name>TracksModel</name>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
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
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>File or reason</source>
        <translation>文件或原因</translation>
    </message>
</context>
<context>
    <name>TracksPanel</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Which tracks are shown</source>
        <translation>显示哪些曲目</translation>
    </message>
    <message>
        <source>All tracks</source>
        <translation>全部曲目</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>没有的</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Search title, artist and album</source>
        <translation>搜索标题、艺术家和专辑</translation>
    </message>
    <message>
        <source>Search the tracks</source>
        <translation>搜索曲目</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>曲目</translation>
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
        <source>Nothing chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Choose a source to see its tracks.</source>
        <translation>选择一个来源以查看其曲目。</translation>
    </message>
    <message>
        <source>No such tracks</source>
        <translation>没有这样的曲目</translation>
    </message>
    <message>
        <source>No track of this list passes the filter.</source>
        <translation>此列表中没有符合筛选条件的曲目。</translation>
    </message>
    <message>
        <source>No tracks yet</source>
        <translation>还没有曲目</translation>
    </message>
    <message>
        <source>They appear as soon as the catalogue has been read: sync the source.</source>
        <translation>目录读取之后它们就会出现：请同步该来源。</translation>
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
        <source>Catalog Sync</source>
        <translation>Catalog Sync</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
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
        <source>Pause for</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 分钟</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>3 hours</source>
        <translation>3 小时</translation>
    </message>
    <message>
        <source>Limit the speed</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
</context>
<context>
    <name>TrayNotice</name>
    <message>
        <source>Closing the window ends Catalog Sync, and with it all that is planned.</source>
        <translation>关闭窗口会结束 Catalog Sync，所有计划也随之停止。</translation>
    </message>
    <message>
        <source>GNOME shows such icons with the extension AppIndicator and KStatusNotifierItem Support. Once it is on, the icon appears by itself.</source>
        <translation>GNOME 借助扩展 AppIndicator and KStatusNotifierItem Support 显示此类图标。启用之后，图标会自动出现。</translation>
    </message>
    <message>
        <source>Once a panel with a tray is there, the icon appears by itself.</source>
        <translation>一旦有了带托盘的面板，图标就会自动出现。</translation>
    </message>
    <message>
        <source>This desktop shows no tray icons</source>
        <translation>此桌面不显示托盘图标</translation>
    </message>
    <message>
        <source>Get the extension</source>
        <translation>获取扩展</translation>
    </message>
    <message>
        <source>All right</source>
        <translation>好的</translation>
    </message>
</context>
<context>
    <name>UpdateNotice</name>
    <message>
        <source>Version {version} is there</source>
        <translation>有新版本 {version}</translation>
    </message>
    <message>
        <source>You have {version}. Its page tells what is new and how to get it.</source>
        <translation>当前版本为 {version}。新版本的页面介绍了新内容和获取方式。</translation>
    </message>
    <message>
        <source>Open page</source>
        <translation>打开页面</translation>
    </message>
</context>
<context>
    <name>WeekGridModel</name>
    <message>
        <source>{day}, {hours}: {state}</source>
        <translation>{day}，{hours}：{state}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} 至 {last}</translation>
    </message>
</context>
<context>
    <name>WeekGridView</name>
    <message>
        <source>Hours of the week</source>
        <translation>一周中的时段</translation>
    </message>
    <message>
        <source>Go to another hour</source>
        <translation>转到另一个时段</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Select several hours</source>
        <translation>选择多个时段</translation>
    </message>
    <message>
        <source>Shift and arrow keys</source>
        <translation>Shift 加方向键</translation>
    </message>
    <message>
        <source>Take the selected hours to the next state</source>
        <translation>把所选时段切换到下一状态</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{count} hours: {states}</source>
        <translation>{count} 小时：{states}</translation>
    </message>
    <message>
        <source>{day}, {hours}: {state}</source>
        <translation>{day}，{hours}：{state}</translation>
    </message>
    <message>
        <source>{first} to {last}, {hours}: {states}</source>
        <translation>{first} 至 {last}，{hours}：{states}</translation>
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
    <message>
        <source>&amp;Licences…</source>
        <translation>许可证(&amp;L)…</translation>
    </message>
</context>
<context>
    <name>WorkerActions</name>
    <message>
        <source>Hold</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Do it later</source>
        <translation>以后再下载</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show the queue</source>
        <translation>显示队列</translation>
    </message>
    <message>
        <source>Show the source</source>
        <translation>显示该来源</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>{title} is held until you resume it.</source>
        <translation>已搁置 {title}，直到您选择继续。</translation>
    </message>
    <message>
        <source>{title} is left out until you try it again.</source>
        <translation>已略去 {title}，直到您重试。</translation>
    </message>
</context>
<context>
    <name>WorkerTableModel</name>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
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
        <source>Hold, cancel and more: press the menu key</source>
        <translation>搁置、取消等：请按菜单键</translation>
    </message>
    <message>
        <source>{title} from {source}: {progress}, {speed}, {left} left</source>
        <translation>{source} 的 {title}：{progress}，{speed}，剩余 {left}</translation>
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
    <name>_800.self</name>
    <message>
        <source>Until tomorrow</source>
        <translation>直到明天</translation>
    </message>
</context>
<context>
    <name>_Rules</name>
    <message>
        <source>When it is synced by itself</source>
        <translation>何时自动同步</translation>
    </message>
    <message>
        <source>As set above ({rule})</source>
        <translation>与上面的设置相同（{rule}）</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
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
        <translation>（它说：{0}）</translation>
    </message>
    <message>
        <source> after {0} attempts</source>
        <translation>，共尝试 {0} 次</translation>
    </message>
    <message>
        <source> and does not say which</source>
        <translation>，也没有说明是哪个</translation>
    </message>
    <message>
        <source> and does not say why</source>
        <translation>，也没有说明原因</translation>
    </message>
    <message>
        <source> and time</source>
        <translation>和时间</translation>
    </message>
    <message>
        <source>&quot;catalogsync-gui items --state failed&quot; tells why; &quot;catalogsync-gui retry&quot; tries again</source>
        <translation>“catalogsync-gui items --state failed”说明原因；“catalogsync-gui retry”可重试</translation>
    </message>
    <message>
        <source>&quot;{0}&quot; has {1} tracks instead of {2}</source>
        <translation>“{0}”有 {1} 首曲目，而不是 {2} 首</translation>
    </message>
    <message>
        <source>, which is 1 % of the volume</source>
        <translation>，即卷的 1%</translation>
    </message>
    <message>
        <source>1 download runs</source>
        <translation>1 个下载正在进行</translation>
    </message>
    <message>
        <source>1 track of it stays where it is</source>
        <translation>其中 1 首曲目留在原处</translation>
    </message>
    <message>
        <source>; and {0} more</source>
        <translation>；另有 {0} 个</translation>
    </message>
    <message>
        <source>; it is asked again at the next sync</source>
        <translation>；下次同步时会再次询问</translation>
    </message>
    <message>
        <source>; try the same words on its search page</source>
        <translation>；请在它的搜索页面上试试同样的词语</translation>
    </message>
    <message>
        <source>Catalog Sync is paused</source>
        <translation>Catalog Sync 已暂停</translation>
    </message>
    <message>
        <source>Catalog Sync itself</source>
        <translation>Catalog Sync 自身</translation>
    </message>
    <message>
        <source>Catalog Sync keeps the passwords and tokens of your sources here, because this computer has no desktop secret store and you agreed to a file (setting secrets_file). They are readable by whoever can read this file: it is for your account only. Do not share or copy it.</source>
        <translation>Catalog Sync 把您的来源的密码和令牌保存在这里，因为这台计算机没有桌面密钥库，而您同意使用文件（设置 secrets_file）。凡能读取此文件的人都能读取它们：它仅供您的账户使用。请勿共享或复制它。</translation>
    </message>
    <message>
        <source>Catalog Sync runs from its source in {0}, and Windows starts programs elsewhere. Install it (pip install), then switch this on</source>
        <translation>Catalog Sync 从 {0} 中的源代码运行，而 Windows 在别处启动程序。请先安装它 (pip install)，再启用此项</translation>
    </message>
    <message>
        <source>CatalogSync (desktop application; syncs subscribed playlists to a home library)</source>
        <translation>CatalogSync (desktop application; syncs subscribed playlists to a home library)</translation>
    </message>
    <message>
        <source>DSD stream file</source>
        <translation>DSD 流文件</translation>
    </message>
    <message>
        <source>Internet Archive</source>
        <translation>Internet Archive</translation>
    </message>
    <message>
        <source>It is cut off or was never finished, so its tags were left alone.</source>
        <translation>它被截断或从未写完，因此没有改动其标签。</translation>
    </message>
    <message>
        <source>It is not refreshed by itself any more; sync it by hand to try again.</source>
        <translation>它不再自动刷新；请手动同步以重试。</translation>
    </message>
    <message>
        <source>Its tags are damaged and were left as they are.</source>
        <translation>它的标签已损坏，保持原样。</translation>
    </message>
    <message>
        <source>Its tags claim to be longer than the file, so they were left alone.</source>
        <translation>它的标签声称比文件还长，因此没有改动。</translation>
    </message>
    <message>
        <source>Its tags could not be worked on: {0}.</source>
        <translation>无法处理它的标签：{0}。</translation>
    </message>
    <message>
        <source>Its tags hold more frames than any player reads; they were left alone.</source>
        <translation>它的标签包含的帧比任何播放器能读取的都多，因此没有改动。</translation>
    </message>
    <message>
        <source>Its tags need more memory than there is.</source>
        <translation>它的标签需要的内存超过可用内存。</translation>
    </message>
    <message>
        <source>Its tags take more than {0} MB, so they were left alone.</source>
        <translation>它的标签超过 {0} MB，因此没有改动。</translation>
    </message>
    <message>
        <source>Its tags unpack to far more than they take, so they were left alone.</source>
        <translation>它的标签解压后远大于其占用，因此没有改动。</translation>
    </message>
    <message>
        <source>Jellyfin</source>
        <translation>Jellyfin</translation>
    </message>
    <message>
        <source>Jellyfin lets only administrators start a scan; give an API key (made in its dashboard, API Keys) or an administrator&apos;s account</source>
        <translation>Jellyfin 只允许管理员启动扫描；请提供 API 密钥（在其控制台的“API 密钥”中创建）或管理员账户</translation>
    </message>
    <message>
        <source>MPEG audio layer II</source>
        <translation>MPEG 音频 Layer II</translation>
    </message>
    <message>
        <source>MPEG-4 audio</source>
        <translation>MPEG-4 音频</translation>
    </message>
    <message>
        <source>Matroska audio</source>
        <translation>Matroska 音频</translation>
    </message>
    <message>
        <source>Newest albums</source>
        <translation>最新专辑</translation>
    </message>
    <message>
        <source>No tag process could be started ({0}).</source>
        <translation>无法启动标签进程（{0}）。</translation>
    </message>
    <message>
        <source>Playlist file</source>
        <translation>播放列表文件</translation>
    </message>
    <message>
        <source>Podcast</source>
        <translation>播客</translation>
    </message>
    <message>
        <source>See to the cause, then try it again by hand</source>
        <translation>请先处理原因，然后手动重试</translation>
    </message>
    <message>
        <source>Should it be back at the server, try it again by hand</source>
        <translation>如果它已回到服务器上，请手动重试</translation>
    </message>
    <message>
        <source>Subsonic</source>
        <translation>Subsonic</translation>
    </message>
    <message>
        <source>Sun audio</source>
        <translation>Sun 音频</translation>
    </message>
    <message>
        <source>The cover cannot be made small enough; it was left out.</source>
        <translation>无法把封面缩得足够小，已将其略去。</translation>
    </message>
    <message>
        <source>The cover has more pixels than any screen; it was left out.</source>
        <translation>封面的像素比任何屏幕都多，已将其略去。</translation>
    </message>
    <message>
        <source>The cover is a damaged picture.</source>
        <translation>封面是一张损坏的图片。</translation>
    </message>
    <message>
        <source>The cover is no JPEG, PNG, GIF or WebP.</source>
        <translation>封面不是 JPEG、PNG、GIF 或 WebP。</translation>
    </message>
    <message>
        <source>The picture takes more than {0} MB.</source>
        <translation>图片超过 {0} MB。</translation>
    </message>
    <message>
        <source>The tag process {0}, so its tags were left as they are.</source>
        <translation>标签进程{0}，因此其标签保持原样。</translation>
    </message>
    <message>
        <source>This machine has no network connection. Downloads wait for it and go on by themselves; none of them loses a try</source>
        <translation>本机没有网络连接。下载会等待网络，并自动继续；不会损失任何一次尝试</translation>
    </message>
    <message>
        <source>This playlist</source>
        <translation>此播放列表</translation>
    </message>
    <message>
        <source>Veil({0} secrets)</source>
        <translation>Veil({0} secrets)</translation>
    </message>
    <message>
        <source>Writing its tags broke off (the tag process {0}), so it has to be downloaded again.</source>
        <translation>写入其标签时中断（标签进程{0}），因此必须重新下载。</translation>
    </message>
    <message>
        <source>Writing its tags broke off ({0}), so it has to be downloaded again.</source>
        <translation>写入其标签时中断（{0}），因此必须重新下载。</translation>
    </message>
    <message>
        <source>a DASH stream, not a list of tracks. Such streams cannot be added</source>
        <translation>一个 DASH 流，而不是曲目列表。无法添加此类流</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>一个 PDF 文档</translation>
    </message>
    <message>
        <source>a PEM file with the certificate authority of its server</source>
        <translation>其服务器的证书颁发机构的 PEM 文件</translation>
    </message>
    <message>
        <source>a Windows Media playlist (ASX), which cannot be read. Save it as M3U</source>
        <translation>一个无法读取的 Windows Media 播放列表 (ASX)。请另存为 M3U</translation>
    </message>
    <message>
        <source>a Windows Media playlist (WPL), which cannot be read. Save it as M3U</source>
        <translation>一个无法读取的 Windows Media 播放列表 (WPL)。请另存为 M3U</translation>
    </message>
    <message>
        <source>a ZIP archive</source>
        <translation>一个 ZIP 压缩包</translation>
    </message>
    <message>
        <source>a catalogue could not be read in the last sync</source>
        <translation>上次同步中有一个目录无法读取</translation>
    </message>
    <message>
        <source>a compressed file</source>
        <translation>一个压缩文件</translation>
    </message>
    <message>
        <source>a day as YYYY-MM-DD</source>
        <translation>日期，格式为 YYYY-MM-DD</translation>
    </message>
    <message>
        <source>a file address names a path on this machine: file:///path/to/list</source>
        <translation>文件地址应指向本机上的路径：file:///path/to/list</translation>
    </message>
    <message>
        <source>a file that only you can read</source>
        <translation>只有您能读取的文件</translation>
    </message>
    <message>
        <source>a list of podcasts (OPML), not a playlist. Add it without naming a kind, and you can follow the podcasts in it</source>
        <translation>一个播客列表 (OPML)，而不是播放列表。添加时不要指定类型，即可关注其中的播客</translation>
    </message>
    <message>
        <source>a name template of its own, instead of that of the settings</source>
        <translation>它自己的命名模板，代替设置中的模板</translation>
    </message>
    <message>
        <source>a naming template</source>
        <translation>命名模板</translation>
    </message>
    <message>
        <source>a newer version of Catalog Sync wrote it (schema {0}, this program knows {1})</source>
        <translation>它由更新版本的 Catalog Sync 写入（架构 {0}，本程序只认识 {1}）</translation>
    </message>
    <message>
        <source>a part of the source&apos;s address is kept in the secret store, and that does not give it. Unlock the store; if it is gone from there, remove the source and add it again with its whole address</source>
        <translation>来源地址的一部分保存在密钥库中，而密钥库没有给出它。请解锁密钥库；如果它已不在其中，请移除该来源并用完整地址重新添加</translation>
    </message>
    <message>
        <source>a password needs a user; name one with --user</source>
        <translation>密码需要配合用户；请用 --user 指定</translation>
    </message>
    <message>
        <source>a playlist file on this machine takes no user and no password</source>
        <translation>本机上的播放列表文件不需要用户和密码</translation>
    </message>
    <message>
        <source>a playlist for each album instead of one for all</source>
        <translation>每张专辑一个播放列表，而不是全部一个</translation>
    </message>
    <message>
        <source>a playlist from the web may not name local files</source>
        <translation>来自网络的播放列表不得引用本地文件</translation>
    </message>
    <message>
        <source>a podcast feed, not a playlist. Add it as a podcast</source>
        <translation>一个播客订阅源，而不是播放列表。请把它添加为播客</translation>
    </message>
    <message>
        <source>a question was not answered ({0}: {1})</source>
        <translation>有一个问题没有得到回答（{0}：{1}）</translation>
    </message>
    <message>
        <source>a server of the kind {0} has no option {1}; there are: {2}</source>
        <translation>类型为 {0} 的服务器没有选项 {1}；可用的有：{2}</translation>
    </message>
    <message>
        <source>a server of the kind {0} takes no user</source>
        <translation>类型为 {0} 的服务器不需要用户</translation>
    </message>
    <message>
        <source>a server of the kind {0} takes {1}</source>
        <translation>类型为 {0} 的服务器接受 {1}</translation>
    </message>
    <message>
        <source>a server of the kind {0} wants a login: {1}</source>
        <translation>类型为 {0} 的服务器需要登录：{1}</translation>
    </message>
    <message>
        <source>a source needs a name</source>
        <translation>来源需要一个名称</translation>
    </message>
    <message>
        <source>a source of the kind {0} has no option {1}; there are: {2}</source>
        <translation>类型为 {0} 的来源没有选项 {1}；可用的有：{2}</translation>
    </message>
    <message>
        <source>a source of the kind {0} takes {1}</source>
        <translation>类型为 {0} 的来源接受 {1}</translation>
    </message>
    <message>
        <source>a sync is running, and its files go to the library there is now. Stop it or wait for its end, then set the library</source>
        <translation>同步正在进行，其文件会进入现在的音乐库。请停止它或等它结束，然后再设置音乐库</translation>
    </message>
    <message>
        <source>a text is of a wrong type</source>
        <translation>某个文本的类型不对</translation>
    </message>
    <message>
        <source>a web page, not a playlist. Perhaps the server wants a login first, or the address is wrong</source>
        <translation>一个网页，而不是播放列表。也许服务器要求先登录，或者地址有误</translation>
    </message>
    <message>
        <source>a whole number from 1 to 16</source>
        <translation>1 到 16 的整数</translation>
    </message>
    <message>
        <source>a whole number from {0} to {1}</source>
        <translation>{0} 到 {1} 的整数</translation>
    </message>
    <message>
        <source>a worker stopped</source>
        <translation>一个工作线程停止了</translation>
    </message>
    <message>
        <source>a worker stopped with an unexpected {0}; the log has the details</source>
        <translation>一个工作线程因意外的 {0} 停止；详情见日志</translation>
    </message>
    <message>
        <source>access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>addresses that begin with {0}:// are not read; http and https are</source>
        <translation>不读取以 {0}:// 开头的地址；只读取 http 和 https</translation>
    </message>
    <message>
        <source>all are unknown</source>
        <translation>全部未知</translation>
    </message>
    <message>
        <source>already subscribed: source {0}, {1}</source>
        <translation>已订阅：来源 {0}，{1}</translation>
    </message>
    <message>
        <source>an address or the path of a playlist file is needed</source>
        <translation>需要一个地址或播放列表文件的路径</translation>
    </message>
    <message>
        <source>an audio file, not a playlist</source>
        <translation>一个音频文件，而不是播放列表</translation>
    </message>
    <message>
        <source>an empty password</source>
        <translation>空密码</translation>
    </message>
    <message>
        <source>an export variant is called by up to 40 letters (A to Z), digits, spaces, dots, underscores or hyphens; {0} is not that</source>
        <translation>导出方案的名称最多 40 个字符，可用字母（A 到 Z）、数字、空格、点、下划线和连字符；{0} 不符合</translation>
    </message>
    <message>
        <source>an export variant needs a name and a folder</source>
        <translation>导出方案需要名称和文件夹</translation>
    </message>
    <message>
        <source>an http address, or nothing</source>
        <translation>http 地址，或留空</translation>
    </message>
    <message>
        <source>an iTunes library or playlist, which cannot be read. Export it as M3U8</source>
        <translation>一个无法读取的 iTunes 资料库或播放列表。请导出为 M3U8</translation>
    </message>
    <message>
        <source>another library was set while a sync is running; wait for the sync&apos;s end</source>
        <translation>同步进行时设置了另一个音乐库；请等待同步结束</translation>
    </message>
    <message>
        <source>another library was set; make the plan again</source>
        <translation>设置了另一个音乐库；请重新制定计划</translation>
    </message>
    <message>
        <source>another volume was mounted at the library {0} meanwhile.</source>
        <translation>在此期间，音乐库 {0} 处挂载了另一个卷。</translation>
    </message>
    <message>
        <source>asks for other secrets than {0}</source>
        <translation>要求的密钥不是 {0}</translation>
    </message>
    <message>
        <source>attempt {0} of {1} failed: {2}</source>
        <translation>第 {0} 次尝试（共 {1} 次）失败：{2}</translation>
    </message>
    <message>
        <source>auto, light or dark</source>
        <translation>auto、light 或 dark</translation>
    </message>
    <message>
        <source>ca_file takes the absolute path of a file; {0} is none</source>
        <translation>ca_file 应为文件的绝对路径；{0} 不是</translation>
    </message>
    <message>
        <source>came to a sudden end</source>
        <translation>突然终止</translation>
    </message>
    <message>
        <source>cannot create the folder of {0}</source>
        <translation>无法创建 {0} 的文件夹</translation>
    </message>
    <message>
        <source>cannot create {0}</source>
        <translation>无法创建 {0}</translation>
    </message>
    <message>
        <source>cannot delete {0}</source>
        <translation>无法删除 {0}</translation>
    </message>
    <message>
        <source>cannot look at {0}</source>
        <translation>无法查看 {0}</translation>
    </message>
    <message>
        <source>cannot make the folder {0}</source>
        <translation>无法创建文件夹 {0}</translation>
    </message>
    <message>
        <source>cannot move {0} to the trash</source>
        <translation>无法把 {0} 移入回收站</translation>
    </message>
    <message>
        <source>cannot move {0} to {1}</source>
        <translation>无法把 {0} 移动到 {1}</translation>
    </message>
    <message>
        <source>cannot read the folder of {0}</source>
        <translation>无法读取 {0} 的文件夹</translation>
    </message>
    <message>
        <source>cannot read the folder {0}</source>
        <translation>无法读取文件夹 {0}</translation>
    </message>
    <message>
        <source>cannot read the free space of {0}</source>
        <translation>无法读取 {0} 的空闲空间</translation>
    </message>
    <message>
        <source>cannot read the marker of the library {0}</source>
        <translation>无法读取音乐库 {0} 的标记</translation>
    </message>
    <message>
        <source>cannot read {0}</source>
        <translation>无法读取 {0}</translation>
    </message>
    <message>
        <source>cannot remove a part file</source>
        <translation>无法移除一个未完成的文件</translation>
    </message>
    <message>
        <source>cannot remove {0}</source>
        <translation>无法移除 {0}</translation>
    </message>
    <message>
        <source>cannot rename {0} to {1}</source>
        <translation>无法把 {0} 重命名为 {1}</translation>
    </message>
    <message>
        <source>cannot tag {0}</source>
        <translation>无法为 {0} 写标签</translation>
    </message>
    <message>
        <source>cannot take {0} out of the trash</source>
        <translation>无法从回收站取出 {0}</translation>
    </message>
    <message>
        <source>cannot write into the folder {0}</source>
        <translation>无法写入文件夹 {0}</translation>
    </message>
    <message>
        <source>cannot write into {0}</source>
        <translation>无法写入 {0}</translation>
    </message>
    <message>
        <source>cannot write the picture of a playlist</source>
        <translation>无法写入播放列表的图片</translation>
    </message>
    <message>
        <source>cannot write {0}</source>
        <translation>无法写入 {0}</translation>
    </message>
    <message>
        <source>cannot write {0}/{1}</source>
        <translation>无法写入 {0}/{1}</translation>
    </message>
    <message>
        <source>check its owner and rights</source>
        <translation>请检查其所有者和权限</translation>
    </message>
    <message>
        <source>check its rights and its health</source>
        <translation>请检查其权限和健康状况</translation>
    </message>
    <message>
        <source>check the address, the network and the server</source>
        <translation>请检查地址、网络和服务器</translation>
    </message>
    <message>
        <source>composed and decomposed letters: {0}</source>
        <translation>预组合字母与分解字母：{0}</translation>
    </message>
    <message>
        <source>connect or mount it; downloads go on by themselves then</source>
        <translation>请连接或挂载它；之后下载会自动继续</translation>
    </message>
    <message>
        <source>cover art</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>days until files in the trash are deleted</source>
        <translation>回收站中的文件保留的天数</translation>
    </message>
    <message>
        <source>did not answer in time</source>
        <translation>没有及时应答</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>downloads are off at this hour by your schedule</source>
        <translation>按照您的计划，此时段不下载</translation>
    </message>
    <message>
        <source>downloads are off on this metered network (the setting on_metered says so); they go on with another network</source>
        <translation>在此按流量计费的网络上不下载（由设置 on_metered 决定）；换用其他网络后会继续</translation>
    </message>
    <message>
        <source>downloads desc</source>
        <translation>downloads desc</translation>
    </message>
    <message>
        <source>end Catalog Sync, keep the file, and restore a copy of it</source>
        <translation>结束 Catalog Sync，保留该文件，并恢复它的一份副本</translation>
    </message>
    <message>
        <source>end it, and start Catalog Sync again</source>
        <translation>结束它，然后重新启动 Catalog Sync</translation>
    </message>
    <message>
        <source>export variant {0}: {1}</source>
        <translation>导出方案 {0}：{1}</translation>
    </message>
    <message>
        <source>exports takes tables, one an export variant</source>
        <translation>exports 应为表格，每个导出方案一个</translation>
    </message>
    <message>
        <source>file system: {0}</source>
        <translation>文件系统：{0}</translation>
    </message>
    <message>
        <source>files get their names: {0}</source>
        <translation>文件获得名称的方式：{0}</translation>
    </message>
    <message>
        <source>folders written to the disk on demand: {0}</source>
        <translation>按需把文件夹写入磁盘：{0}</translation>
    </message>
    <message>
        <source>gave no proper answer</source>
        <translation>没有给出正确的应答</translation>
    </message>
    <message>
        <source>hard links: {0}, symbolic links: {1}</source>
        <translation>硬链接：{0}，符号链接：{1}</translation>
    </message>
    <message>
        <source>has no label</source>
        <translation>没有标签名</translation>
    </message>
    <message>
        <source>has no name of lower-case letters, digits and hyphens</source>
        <translation>没有由小写字母、数字和连字符组成的名称</translation>
    </message>
    <message>
        <source>has no single user {0}</source>
        <translation>没有唯一的用户 {0}</translation>
    </message>
    <message>
        <source>has options that are no mapping of names to Option</source>
        <translation>其选项不是名称到 Option 的映射</translation>
    </message>
    <message>
        <source>has schemes that are not its own, or that stand for neither http nor https</source>
        <translation>其协议不是自己的，或者既不代表 http 也不代表 https</translation>
    </message>
    <message>
        <source>has several users</source>
        <translation>有多个用户</translation>
    </message>
    <message>
        <source>has something in open, recognise or detect that cannot be called</source>
        <translation>其 open、recognise 或 detect 中有无法调用的内容</translation>
    </message>
    <message>
        <source>hours of the week such as mon-fri 08-18 limited; daily 00-06 off (all others are full), or nothing</source>
        <translation>一周中的时段，例如 mon-fri 08-18 limited; daily 00-06 off（其余为全速），或留空</translation>
    </message>
    <message>
        <source>hours, 0 to switch the schedule off</source>
        <translation>小时数，0 表示关闭自动同步</translation>
    </message>
    <message>
        <source>how many albums are the newest; 50 without</source>
        <translation>最新专辑取多少张；不填为 50</translation>
    </message>
    <message>
        <source>if another program uses the file, end it and try again</source>
        <translation>如果有其他程序正在使用该文件，请结束它并重试</translation>
    </message>
    <message>
        <source>ignore, wait (no sync starts by itself on a metered network) or off (no downloads either, but for a sync you ask for)</source>
        <translation>ignore、wait（在按流量计费的网络上不自动开始同步）或 off（也不下载，除非由您要求同步）</translation>
    </message>
    <message>
        <source>in one step and never over another</source>
        <translation>一步完成，绝不覆盖其他文件</translation>
    </message>
    <message>
        <source>incomplete or truncated stream</source>
        <translation>不完整或被截断的流</translation>
    </message>
    <message>
        <source>install a version that works, or remove it</source>
        <translation>请安装可用的版本，或将其移除</translation>
    </message>
    <message>
        <source>install that version</source>
        <translation>请安装该版本</translation>
    </message>
    <message>
        <source>install the package &quot;keyring&quot; and a secret service, or agree to a file: &quot;catalogsync-gui config secrets_file yes&quot;</source>
        <translation>请安装软件包“keyring”和一个密钥服务，或同意使用文件：“catalogsync-gui config secrets_file yes”</translation>
    </message>
    <message>
        <source>is no regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>is not there</source>
        <translation>不在那里</translation>
    </message>
    <message>
        <source>it asks for a login (407)</source>
        <translation>它要求登录 (407)</translation>
    </message>
    <message>
        <source>it asks for a login (407). Write user, colon, password and @ before the host in the setting proxy</source>
        <translation>它要求登录 (407)。请在设置 proxy 的主机前写上用户、冒号、密码和 @</translation>
    </message>
    <message>
        <source>it begins to write twice</source>
        <translation>它开始写入两次</translation>
    </message>
    <message>
        <source>it does not confirm that names are on the disk, so a power cut may lose the last ones</source>
        <translation>它不确认名称已写入磁盘，因此断电可能丢失最后的名称</translation>
    </message>
    <message>
        <source>it failed for a reason that is not on record</source>
        <translation>它因没有记录的原因失败</translation>
    </message>
    <message>
        <source>it has no users</source>
        <translation>它没有用户</translation>
    </message>
    <message>
        <source>it holds a tag and no sound</source>
        <translation>其中只有标签，没有声音</translation>
    </message>
    <message>
        <source>it holds a tag and no sound, or its end is missing</source>
        <translation>其中只有标签，没有声音，或者缺少结尾</translation>
    </message>
    <message>
        <source>it holds nothing but zeros</source>
        <translation>其中全是零</translation>
    </message>
    <message>
        <source>it hung up</source>
        <translation>它挂断了</translation>
    </message>
    <message>
        <source>it is a copy</source>
        <translation>它是一份副本</translation>
    </message>
    <message>
        <source>it is a file of the kind {0} without a sound track</source>
        <translation>它是类型为 {0}、没有音轨的文件</translation>
    </message>
    <message>
        <source>it is a file, or a link to nothing</source>
        <translation>它是一个文件，或指向不存在之处的链接</translation>
    </message>
    <message>
        <source>it is about to be downloaded</source>
        <translation>它即将被下载</translation>
    </message>
    <message>
        <source>it is an Ogg file without a sound track this application knows</source>
        <translation>它是一个没有本程序认识的音轨的 Ogg 文件</translation>
    </message>
    <message>
        <source>it is another file by now</source>
        <translation>它现在已是另一个文件</translation>
    </message>
    <message>
        <source>it is being downloaded</source>
        <translation>它正在被下载</translation>
    </message>
    <message>
        <source>it is damaged: {0}</source>
        <translation>它已损坏：{0}</translation>
    </message>
    <message>
        <source>it is larger than the room there is: {0}, {1}</source>
        <translation>它比可用空间大：{0}，{1}</translation>
    </message>
    <message>
        <source>it is left out</source>
        <translation>它被略去</translation>
    </message>
    <message>
        <source>it is made at the first start</source>
        <translation>它在首次启动时创建</translation>
    </message>
    <message>
        <source>it is no object</source>
        <translation>不是对象</translation>
    </message>
    <message>
        <source>it is no property list</source>
        <translation>它不是属性列表</translation>
    </message>
    <message>
        <source>it is not audio, whatever its name says</source>
        <translation>它不是音频，不论其名称如何</translation>
    </message>
    <message>
        <source>it is readable by you alone again; change the passwords if others saw them</source>
        <translation>它又只能由您读取了；如果别人看到过这些密码，请更改它们</translation>
    </message>
    <message>
        <source>it is relative to an address that cannot be downloaded</source>
        <translation>它相对于一个无法下载的地址</translation>
    </message>
    <message>
        <source>it is sound (schema {0})</source>
        <translation>它完好（架构 {0}）</translation>
    </message>
    <message>
        <source>it is tried again</source>
        <translation>它会被重试</translation>
    </message>
    <message>
        <source>it lies on a drive or network share of a Windows computer</source>
        <translation>它位于 Windows 计算机的驱动器或网络共享上</translation>
    </message>
    <message>
        <source>it names a drive but no folder on it</source>
        <translation>它指定了驱动器，但没有指定其中的文件夹</translation>
    </message>
    <message>
        <source>it names its kind {0}, as {1} does</source>
        <translation>它把自己的类型称为 {0}，与 {1} 相同</translation>
    </message>
    <message>
        <source>it names no page</source>
        <translation>没有给出页面</translation>
    </message>
    <message>
        <source>it names no program</source>
        <translation>它没有指明程序</translation>
    </message>
    <message>
        <source>it names no version</source>
        <translation>没有给出版本</translation>
    </message>
    <message>
        <source>it refuses or does not answer. Check the setting proxy</source>
        <translation>它拒绝或没有应答。请检查设置 proxy</translation>
    </message>
    <message>
        <source>it refuses or is not there</source>
        <translation>它拒绝或不在那里</translation>
    </message>
    <message>
        <source>it speaks only versions of TLS that are not safe any more. Update the server</source>
        <translation>它只支持不再安全的 TLS 版本。请更新该服务器</translation>
    </message>
    <message>
        <source>it took too long</source>
        <translation>用时太久</translation>
    </message>
    <message>
        <source>it waits for its turn at {0}: {1} from there (the most at a time)</source>
        <translation>它在等待轮到 {0}：那里已有 {1}（已达同时下载的上限）</translation>
    </message>
    <message>
        <source>it waits for its turn: {0} (the setting workers is the limit)</source>
        <translation>它在等待轮到：{0}（上限由设置 workers 决定）</translation>
    </message>
    <message>
        <source>it waits for room: {0}, and other downloads need {1} MB ({2})</source>
        <translation>它在等待空间：{0}，而其他下载需要 {1} MB（{2}）</translation>
    </message>
    <message>
        <source>it waits for the next sync</source>
        <translation>它在等待下次同步</translation>
    </message>
    <message>
        <source>it was changed or removed meanwhile</source>
        <translation>它在此期间被更改或移除</translation>
    </message>
    <message>
        <source>it was removed or changed by somebody</source>
        <translation>它被他人移除或更改</translation>
    </message>
    <message>
        <source>item image</source>
        <translation>item image</translation>
    </message>
    <message>
        <source>item tile</source>
        <translation>item tile</translation>
    </message>
    <message>
        <source>its SourceKind {0}</source>
        <translation>其 SourceKind {0}</translation>
    </message>
    <message>
        <source>its answer has no end</source>
        <translation>它的应答没有尽头</translation>
    </message>
    <message>
        <source>its catalogue does not list it any more, and its file lies in the trash</source>
        <translation>它的目录不再列出它，其文件在回收站中</translation>
    </message>
    <message>
        <source>its certificate has expired. Check this machine&apos;s clock; if that is right, the server needs a new certificate</source>
        <translation>它的证书已过期。请检查本机的时钟；如果时钟正确，则服务器需要新证书</translation>
    </message>
    <message>
        <source>its certificate is for another name. Use the address that the certificate is for ({0})</source>
        <translation>它的证书属于另一个名称。请使用证书所属的地址（{0}）</translation>
    </message>
    <message>
        <source>its certificate is not accepted ({0})</source>
        <translation>它的证书不被接受（{0}）</translation>
    </message>
    <message>
        <source>its certificate is not valid yet. Check this machine&apos;s clock</source>
        <translation>它的证书尚未生效。请检查本机的时钟</translation>
    </message>
    <message>
        <source>its content is not a sound format this application knows</source>
        <translation>它的内容不是本程序认识的声音格式</translation>
    </message>
    <message>
        <source>its file is being put in its place</source>
        <translation>它的文件正在放到位</translation>
    </message>
    <message>
        <source>its file is not what was committed; it is fetched again</source>
        <translation>它的文件与提交的不符；将重新获取</translation>
    </message>
    <message>
        <source>its file is there; the next sync makes sure that it is whole</source>
        <translation>它的文件在那里；下次同步会确认它是否完整</translation>
    </message>
    <message>
        <source>its file was removed from the library, so it is not fetched again unasked; try it again to have it back</source>
        <translation>它的文件已从音乐库中移除，因此不会自动重新获取；请重试以取回它</translation>
    </message>
    <message>
        <source>its name is none in UTF-8; rename it first</source>
        <translation>它的名称不是 UTF-8；请先重命名</translation>
    </message>
    <message>
        <source>its name is not known here ({0})</source>
        <translation>这里不认识它的名称（{0}）</translation>
    </message>
    <message>
        <source>its name would be too long</source>
        <translation>它的名称会太长</translation>
    </message>
    <message>
        <source>its names hold {0} bytes at most, so longer ones are cut shorter than elsewhere (encrypted folders do that)</source>
        <translation>它的名称最多 {0} 字节，因此较长的名称会被截得比别处短（加密文件夹会这样）</translation>
    </message>
    <message>
        <source>its page is neither its own nor a safe one</source>
        <translation>给出的页面既不属于同一网站，也不安全</translation>
    </message>
    <message>
        <source>its suffix is none of audio</source>
        <translation>它的后缀不属于音频</translation>
    </message>
    <message>
        <source>its tags could not be written, so it has only its own</source>
        <translation>无法写入它的标签，因此只有它自带的标签</translation>
    </message>
    <message>
        <source>its track keeps its name</source>
        <translation>它的曲目保留其名称</translation>
    </message>
    <message>
        <source>its tracks lie in no folder of an album then</source>
        <translation>这样它的曲目就不在任何专辑的文件夹中</translation>
    </message>
    <message>
        <source>kept to {0}</source>
        <translation>限制为 {0}</translation>
    </message>
    <message>
        <source>kilobytes a second for all downloads together, 0 for no limit</source>
        <translation>所有下载合计每秒的千字节数，0 表示不限速</translation>
    </message>
    <message>
        <source>kilobytes a second for all downloads together, in limited hours</source>
        <translation>限速时段内所有下载合计每秒的千字节数</translation>
    </message>
    <message>
        <source>leave out episodes longer than this</source>
        <translation>略去比这更长的单集</translation>
    </message>
    <message>
        <source>leave out episodes shorter than this</source>
        <translation>略去比这更短的单集</translation>
    </message>
    <message>
        <source>leave out titles with one of these words or phrases (a, b c)</source>
        <translation>略去标题含有其中任一词语的条目（甲, 乙 丙）</translation>
    </message>
    <message>
        <source>library&apos;s folder</source>
        <translation>音乐库的文件夹</translation>
    </message>
    <message>
        <source>list only episodes published on this day or later (YYYY-MM-DD)</source>
        <translation>只列出这一天或之后发布的单集 (YYYY-MM-DD)</translation>
    </message>
    <message>
        <source>list only so many of the newest episodes</source>
        <translation>只列出最新的这么多单集</translation>
    </message>
    <message>
        <source>list only titles with one of these words or phrases (a, b c)</source>
        <translation>只列出标题含有其中任一词语的条目（甲, 乙 丙）</translation>
    </message>
    <message>
        <source>longest name: {0} {1}</source>
        <translation>最长的名称：{0} {1}</translation>
    </message>
    <message>
        <source>look at the folder, or choose another with --profile DIR</source>
        <translation>请查看该文件夹，或用 --profile DIR 选择另一个</translation>
    </message>
    <message>
        <source>lyrics: auto (where the server has them by song), always (also by artist and title, for which a server may ask others), no</source>
        <translation>歌词：auto（服务器按曲目提供时）、always（也按艺术家和标题查找，服务器可能为此询问他处）、no</translation>
    </message>
    <message>
        <source>make room on that disk</source>
        <translation>请在该磁盘上腾出空间</translation>
    </message>
    <message>
        <source>make room there, or lower the setting free_space_mb</source>
        <translation>请在那里腾出空间，或调低设置 free_space_mb</translation>
    </message>
    <message>
        <source>mapped paths of the export variant {0} need the absolute path where the server has the library as prefix, such as /music; {1} is not that</source>
        <translation>导出方案 {0} 的映射路径需要服务器所见音乐库的绝对路径作为前缀，例如 /music；{1} 不是</translation>
    </message>
    <message>
        <source>mediatype:(audio OR etree)</source>
        <translation>mediatype:(audio OR etree)</translation>
    </message>
    <message>
        <source>megabytes to keep free (1 % of the volume where that is more), 0 to keep nothing free</source>
        <translation>保留的空闲空间（MB，如果卷的 1% 更多则以其为准），0 表示不保留</translation>
    </message>
    <message>
        <source>names in other alphabets cannot be kept in it, so tracks with such names fail; mount it with UTF-8 names (iocharset=utf8)</source>
        <translation>它无法保存其他文字的名称，因此带有此类名称的曲目会失败；请以 UTF-8 名称挂载 (iocharset=utf8)</translation>
    </message>
    <message>
        <source>names or ids of playlists, with commas between them</source>
        <translation>播放列表的名称或 id，用逗号分隔</translation>
    </message>
    <message>
        <source>neither facts nor an error</source>
        <translation>既没有事实也没有错误</translation>
    </message>
    <message>
        <source>neither password nor token</source>
        <translation>既没有密码也没有令牌</translation>
    </message>
    <message>
        <source>no address</source>
        <translation>没有地址</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>没有及时应答</translation>
    </message>
    <message>
        <source>no connection to {0} can be opened</source>
        <translation>无法建立到 {0} 的连接</translation>
    </message>
    <message>
        <source>no connection: {0}</source>
        <translation>没有连接：{0}</translation>
    </message>
    <message>
        <source>no detail</source>
        <translation>没有细节</translation>
    </message>
    <message>
        <source>no library folder is set; choose the folder for your music with &quot;catalogsync-gui library DIR&quot; or in the window&apos;s settings</source>
        <translation>尚未设置音乐库文件夹；请用“catalogsync-gui library DIR”或在窗口的设置中选择存放音乐的文件夹</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>no number of an error</source>
        <translation>没有错误编号</translation>
    </message>
    <message>
        <source>no tag process can be started</source>
        <translation>无法启动标签进程</translation>
    </message>
    <message>
        <source>no track has the licence {0}; {1}</source>
        <translation>没有曲目使用许可协议 {0}；{1}</translation>
    </message>
    <message>
        <source>no trusted connection to {0}: {1}</source>
        <translation>没有到 {0} 的可信连接：{1}</translation>
    </message>
    <message>
        <source>nobody confirmed the code {0} at {1} within five minutes; try again, and type the new code into an app that is logged in there</source>
        <translation>五分钟内没有人在 {1} 确认代码 {0}；请重试，并把新代码输入已登录该服务器的应用</translation>
    </message>
    <message>
        <source>nobody this machine trusts has issued its certificate. If it is your own server, name its certificate with the source&apos;s option ca_file</source>
        <translation>它的证书不是由本机信任的机构颁发的。如果是您自己的服务器，请用来源的选项 ca_file 指定其证书</translation>
    </message>
    <message>
        <source>none of its tracks has an address, so nothing could be downloaded</source>
        <translation>它的曲目都没有地址，因此无法下载任何内容</translation>
    </message>
    <message>
        <source>none of the {0} tracks of this version of {1} is there any more; the trash may have them</source>
        <translation>{1} 的这个版本的 {0} 首曲目都已不在；回收站中可能有</translation>
    </message>
    <message>
        <source>none runs</source>
        <translation>没有正在运行的</translation>
    </message>
    <message>
        <source>not a playlist in a known format (M3U, PLS, XSPF or JSPF). Check that the address is that of a playlist</source>
        <translation>不是已知格式（M3U、PLS、XSPF 或 JSPF）的播放列表。请检查地址是否为播放列表的地址</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>nothing answers at {0}; is the server running and the network up?</source>
        <translation>{0} 没有应答；服务器是否在运行，网络是否连通？</translation>
    </message>
    <message>
        <source>nothing is known to be read from {0}</source>
        <translation>不知道能从 {0} 读取什么</translation>
    </message>
    <message>
        <source>nothing is wrong with the file of item {0}, as far as is known; &quot;catalogsync-gui verify --found&quot; lists what is</source>
        <translation>就目前所知，条目 {0} 的文件没有问题；“catalogsync-gui verify --found”列出有问题的</translation>
    </message>
    <message>
        <source>nothing tells</source>
        <translation>没有任何说明</translation>
    </message>
    <message>
        <source>nothing was in the former library</source>
        <translation>原先的音乐库中没有内容</translation>
    </message>
    <message>
        <source>of a collection, favourites, a list or a search: one playlist of all tracks (one), which is read anew as a whole whenever something changes, or a playlist for each item (items), of which only changed ones are read</source>
        <translation>对于合集、收藏、列表或搜索：所有曲目一个播放列表（one），有变化时整体重新读取；或每个条目一个播放列表（items），只读取有变化的</translation>
    </message>
    <message>
        <source>of no version</source>
        <translation>没有版本</translation>
    </message>
    <message>
        <source>one name</source>
        <translation>视为一个名称</translation>
    </message>
    <message>
        <source>one name, in the folder&apos;s own spelling</source>
        <translation>视为一个名称，采用文件夹自己的写法</translation>
    </message>
    <message>
        <source>one or more of {0}, with commas between them</source>
        <translation>{0} 中的一个或多个，用逗号分隔</translation>
    </message>
    <message>
        <source>one runs</source>
        <translation>有一个在运行</translation>
    </message>
    <message>
        <source>only a command takes arguments</source>
        <translation>只有命令才接受参数</translation>
    </message>
    <message>
        <source>only albums by this artist, by name or id</source>
        <translation>只取此艺术家的专辑，按名称或 id</translation>
    </message>
    <message>
        <source>only albums of this genre</source>
        <translation>只取此流派的专辑</translation>
    </message>
    <message>
        <source>only these playlists, by name or id</source>
        <translation>只取这些播放列表，按名称或 id</translation>
    </message>
    <message>
        <source>only these playlists, by name or id, with commas between them</source>
        <translation>只取这些播放列表，按名称或 id，用逗号分隔</translation>
    </message>
    <message>
        <source>others may read {0}</source>
        <translation>其他人可能读取 {0}</translation>
    </message>
    <message>
        <source>publicdate asc</source>
        <translation>publicdate asc</translation>
    </message>
    <message>
        <source>publicdate desc</source>
        <translation>publicdate desc</translation>
    </message>
    <message>
        <source>redirects from https to unprotected http, which is refused</source>
        <translation>从 https 重定向到不受保护的 http，已拒绝</translation>
    </message>
    <message>
        <source>redirects to something that is no http(s) address</source>
        <translation>重定向到不是 http(s) 的地址</translation>
    </message>
    <message>
        <source>refused in names: {0}</source>
        <translation>名称中不允许：{0}</translation>
    </message>
    <message>
        <source>restore a copy of it</source>
        <translation>恢复它的一份副本</translation>
    </message>
    <message>
        <source>rows in it refer to others that are not there</source>
        <translation>其中有些行指向不存在的行</translation>
    </message>
    <message>
        <source>running instance</source>
        <translation>正在运行的实例</translation>
    </message>
    <message>
        <source>same size{0}, other content</source>
        <translation>大小相同{0}，内容不同</translation>
    </message>
    <message>
        <source>say what kind of source it is (&quot;Kind&quot; in the window, --kind on the command line)</source>
        <translation>请说明这是什么类型的来源（窗口中的“类型”，命令行的 --kind）</translation>
    </message>
    <message>
        <source>seconds takes a whole number from 1 to {0}</source>
        <translation>seconds 应为 1 到 {0} 的整数</translation>
    </message>
    <message>
        <source>secret store</source>
        <translation>密钥库</translation>
    </message>
    <message>
        <source>several files are like it</source>
        <translation>有多个文件与它相似</translation>
    </message>
    <message>
        <source>several tracks of the source are like it</source>
        <translation>来源中有多首曲目与它相似</translation>
    </message>
    <message>
        <source>shut down</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>so many items of a collection or a search are read at most (else {0})</source>
        <translation>最多读取合集或搜索中的这么多条目（否则为 {0}）</translation>
    </message>
    <message>
        <source>some settings in {0} cannot be used, and others take their place: {1}. The file as it was is kept as {2}.damaged</source>
        <translation>{0} 中的部分设置无法使用，已由其他值代替：{1}。原文件已保留为 {2}.damaged</translation>
    </message>
    <message>
        <source>source {0} in the file is damaged; export it again</source>
        <translation>文件中的来源 {0} 已损坏；请重新导出</translation>
    </message>
    <message>
        <source>source {0} is paused: {1}</source>
        <translation>来源 {0} 已暂停：{1}</translation>
    </message>
    <message>
        <source>system, en or zh_CN</source>
        <translation>system、en 或 zh_CN</translation>
    </message>
    <message>
        <source>system, light or dark</source>
        <translation>system、light 或 dark</translation>
    </message>
    <message>
        <source>tag process</source>
        <translation>标签进程</translation>
    </message>
    <message>
        <source>take their rights to the profile&apos;s folder away</source>
        <translation>收回他们对配置文件夹的权限</translation>
    </message>
    <message>
        <source>that could not be changed ({0}); change its owner and rights</source>
        <translation>那个无法更改（{0}）；请更改其所有者和权限</translation>
    </message>
    <message>
        <source>that is no address of a proxy; it looks like http://proxy.example:3128</source>
        <translation>这不是代理的地址；它形如 http://proxy.example:3128</translation>
    </message>
    <message>
        <source>that is no picture</source>
        <translation>那不是图片</translation>
    </message>
    <message>
        <source>the CA file {0} holds no certificates that can be read; the source&apos;s option ca_file must name a file in PEM format</source>
        <translation>CA 文件 {0} 中没有可读取的证书；来源的选项 ca_file 必须指定 PEM 格式的文件</translation>
    </message>
    <message>
        <source>the Internet Archive cannot show “{0}” now</source>
        <translation>Internet Archive 现在无法显示“{0}”</translation>
    </message>
    <message>
        <source>the Internet Archive does not answer the search</source>
        <translation>Internet Archive 没有应答搜索</translation>
    </message>
    <message>
        <source>the Internet Archive has no item “{0}”; check its address</source>
        <translation>Internet Archive 没有条目“{0}”；请检查地址</translation>
    </message>
    <message>
        <source>the Internet Archive has taken “{0}” down; its recordings are not to be had</source>
        <translation>Internet Archive 已下架“{0}”；无法取得其录音</translation>
    </message>
    <message>
        <source>the Internet Archive lets people listen to this recording but does not give the file out ({0}); another format, named by the source&apos;s option formats, may be open</source>
        <translation>Internet Archive 允许收听此录音，但不提供文件（{0}）；用来源的选项 formats 指定的其他格式也许可以取得</translation>
    </message>
    <message>
        <source>the Internet Archive shows no list {0} of {1}; was it removed, or is it private?</source>
        <translation>Internet Archive 没有显示 {1} 的列表 {0}；它是否已被移除，或者不公开？</translation>
    </message>
    <message>
        <source>the Internet Archive&apos;s answer at {0} cannot be read; it is asked again at the next sync</source>
        <translation>无法读取 Internet Archive 在 {0} 的应答；下次同步时会再次询问</translation>
    </message>
    <message>
        <source>the MPD at {0} answers {1} with: {2}</source>
        <translation>位于 {0} 的 MPD 对 {1} 的应答是：{2}</translation>
    </message>
    <message>
        <source>the MPD at {0} does not allow {1} ({2}); give its password, or allow it in mpd.conf (default_permissions)</source>
        <translation>位于 {0} 的 MPD 不允许 {1}（{2}）；请提供其密码，或在 mpd.conf 中允许 (default_permissions)</translation>
    </message>
    <message>
        <source>the MPD at {0} does not answer ({1}); check that it runs and that its bind_to_address lets this computer in</source>
        <translation>位于 {0} 的 MPD 没有应答（{1}）；请检查它是否在运行，以及 bind_to_address 是否允许本机连接</translation>
    </message>
    <message>
        <source>the MPD has no such thing: {0}</source>
        <translation>MPD 没有这样的内容：{0}</translation>
    </message>
    <message>
        <source>the absolute path of a file</source>
        <translation>文件的绝对路径</translation>
    </message>
    <message>
        <source>the account may neither download nor stream from {0}{1}. Ask whoever runs the server for the right</source>
        <translation>该账户既不能下载也不能播放 {0} 的内容{1}。请向服务器管理者申请权限</translation>
    </message>
    <message>
        <source>the account may not use {0}{1}. Ask whoever runs the server for the right</source>
        <translation>该账户不能使用 {0}{1}。请向服务器管理者申请权限</translation>
    </message>
    <message>
        <source>the address holds a token and is kept in the database, which only you can read, because there is no secret store. Install the package &quot;keyring&quot; and a secret service, or agree to a file for secrets (&quot;catalogsync-gui config secrets_file yes&quot;): the next sync moves it there</source>
        <translation>地址中含有令牌，因为没有密钥库，它保存在只有您能读取的数据库中。请安装软件包“keyring”和一个密钥服务，或同意使用文件保存密钥（“catalogsync-gui config secrets_file yes”）：下次同步会把它移到那里</translation>
    </message>
    <message>
        <source>the address must not hold a password; give it by --password-stdin and the user by --user</source>
        <translation>地址中不得含有密码；请用 --password-stdin 提供密码，用 --user 提供用户</translation>
    </message>
    <message>
        <source>the address of the network card of the computer that the library is on, such as aa:bb:cc:dd:ee:ff, with @192.168.2.255 behind it for another network; or nothing</source>
        <translation>音乐库所在计算机的网卡地址，例如 aa:bb:cc:dd:ee:ff，对于其他网络可在后面加上 @192.168.2.255；也可以留空</translation>
    </message>
    <message>
        <source>the answer was empty</source>
        <translation>应答是空的</translation>
    </message>
    <message>
        <source>the catalogue does not tell</source>
        <translation>目录没有说明</translation>
    </message>
    <message>
        <source>the catalogue has more than {0} tracks; the rest is left</source>
        <translation>目录的曲目超过 {0} 首；其余的没有处理</translation>
    </message>
    <message>
        <source>the catalogue has shrunk, so the old one is kept: {0}. If that is right, accept it with &quot;catalogsync-gui sync {1} --accept-shrunk&quot; or in the window by &quot;Accept the smaller catalogue&quot;; otherwise look at the server</source>
        <translation>目录变小了，因此保留旧的：{0}。如果这是对的，请用“catalogsync-gui sync {1} --accept-shrunk”或在窗口中用“接受变小的目录”接受它；否则请查看服务器</translation>
    </message>
    <message>
        <source>the catalogue is gone for good: {0}. {1}</source>
        <translation>目录已永久消失：{0}。{1}</translation>
    </message>
    <message>
        <source>the catalogue lists no track any more, so {0} instead of going to the trash. If that is right, accept it with &quot;catalogsync-gui sync {1} --accept-shrunk&quot; or in the window by &quot;Accept the smaller catalogue&quot;; otherwise look at the server</source>
        <translation>目录不再列出任何曲目，因此{0}，不会移入回收站。如果这是对的，请用“catalogsync-gui sync {1} --accept-shrunk”或在窗口中用“接受变小的目录”接受它；否则请查看服务器</translation>
    </message>
    <message>
        <source>the command is longer than the {0} characters that Windows takes of a program that starts with the session. Move the program to a folder with a shorter path</source>
        <translation>该命令超过 Windows 对随会话启动的程序所允许的 {0} 个字符。请把程序移到路径较短的文件夹</translation>
    </message>
    <message>
        <source>the command {0} cannot be started: {1}</source>
        <translation>无法启动命令 {0}：{1}</translation>
    </message>
    <message>
        <source>the command {0} ended with status {1}{2}</source>
        <translation>命令 {0} 以状态 {1} 结束{2}</translation>
    </message>
    <message>
        <source>the command {0} took longer than {1} seconds and was ended; give it more by the option seconds, or have it go on in the background</source>
        <translation>命令 {0} 超过 {1} 秒，已被终止；请用选项 seconds 给它更多时间，或让它在后台继续</translation>
    </message>
    <message>
        <source>the connection broke in the middle of {0}</source>
        <translation>连接在 {0} 中途断开</translation>
    </message>
    <message>
        <source>the connection for {0} broke</source>
        <translation>用于 {0} 的连接断开</translation>
    </message>
    <message>
        <source>the copy of the last good ones is used</source>
        <translation>使用最后一份完好的副本</translation>
    </message>
    <message>
        <source>the credits cannot be written to {0}: {1}; name another file</source>
        <translation>无法把署名信息写入 {0}：{1}；请指定另一个文件</translation>
    </message>
    <message>
        <source>the database still speaks of another library</source>
        <translation>数据库记录的仍是另一个音乐库</translation>
    </message>
    <message>
        <source>the default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>the defaults are used, and no library is set</source>
        <translation>使用默认值，且未设置音乐库</translation>
    </message>
    <message>
        <source>the demo cannot be copied to {0}: {1}</source>
        <translation>无法将演示目录复制到 {0}：{1}</translation>
    </message>
    <message>
        <source>the desktop&apos;s ({0})</source>
        <translation>桌面的密钥库（{0}）</translation>
    </message>
    <message>
        <source>the desktop&apos;s secret store refused the password ({0}); unlock it and try again</source>
        <translation>桌面的密钥库拒绝了密码（{0}）；请解锁后重试</translation>
    </message>
    <message>
        <source>the diagnostics cannot be written to {0}: {1}; name another file</source>
        <translation>无法把诊断信息写入 {0}：{1}；请指定另一个文件</translation>
    </message>
    <message>
        <source>the disk is needed for something else</source>
        <translation>磁盘另有他用</translation>
    </message>
    <message>
        <source>the export variant {0} has a prefix, which goes with mapped paths</source>
        <translation>导出方案 {0} 有前缀，而前缀只用于映射路径</translation>
    </message>
    <message>
        <source>the export variant {0} writes {1} files into the folder {2}, and so do {3}; give it another folder</source>
        <translation>导出方案 {0} 把 {1} 文件写入文件夹 {2}，{3} 也是如此；请给它另一个文件夹</translation>
    </message>
    <message>
        <source>the export variant {0} writes {1}, which has addresses that are always escaped; only m3u and m3u8 take escapes</source>
        <translation>导出方案 {0} 写入 {1}，其地址总是转义的；只有 m3u 和 m3u8 接受 escapes</translation>
    </message>
    <message>
        <source>the export variant {0} writes {1}, which is always UTF-8; only m3u takes another encoding</source>
        <translation>导出方案 {0} 写入 {1}，它总是 UTF-8；只有 m3u 接受其他编码</translation>
    </message>
    <message>
        <source>the fact {0} is of a wrong type</source>
        <translation>事实 {0} 的类型不对</translation>
    </message>
    <message>
        <source>the feed names a local file, which is not followed</source>
        <translation>订阅源引用了本地文件，不会读取</translation>
    </message>
    <message>
        <source>the feed names no address for this episode</source>
        <translation>订阅源没有给出此单集的地址</translation>
    </message>
    <message>
        <source>the file cannot be imported: {0}</source>
        <translation>无法导入该文件：{0}</translation>
    </message>
    <message>
        <source>the file does not say which version it is of; export it again</source>
        <translation>该文件没有说明其版本；请重新导出</translation>
    </message>
    <message>
        <source>the file is damaged: its settings or sources are none. Export it again</source>
        <translation>该文件已损坏：没有有效的设置或来源。请重新导出</translation>
    </message>
    <message>
        <source>the file is larger than {0} MB; settings are not that large</source>
        <translation>该文件超过 {0} MB；设置不会有那么大</translation>
    </message>
    <message>
        <source>the file names more than {0} sources; split it</source>
        <translation>该文件中的来源超过 {0} 个；请拆分</translation>
    </message>
    <message>
        <source>the file that item {0} should have is not there any more</source>
        <translation>条目 {0} 应有的文件已不在</translation>
    </message>
    <message>
        <source>the file was exported by a newer version of Catalog Sync; update this one first</source>
        <translation>该文件由更新版本的 Catalog Sync 导出；请先更新本程序</translation>
    </message>
    <message>
        <source>the files of {0} are not in the trash any more; somebody has removed them</source>
        <translation>{0} 的文件已不在回收站中；有人移除了它们</translation>
    </message>
    <message>
        <source>the folder of the export variant {0} is a folder in the library, such as Playlists/Server, none that is hidden, or an absolute path; {1} is not that</source>
        <translation>导出方案 {0} 的文件夹应为音乐库中的非隐藏文件夹，例如 Playlists/Server，或绝对路径；{1} 不是</translation>
    </message>
    <message>
        <source>the folder {0}</source>
        <translation>文件夹 {0}</translation>
    </message>
    <message>
        <source>the folder {0} cannot be made: {1}. Choose another one</source>
        <translation>无法创建文件夹 {0}：{1}。请选择另一个</translation>
    </message>
    <message>
        <source>the folder {0} is not there; mount it, or give the variant another one</source>
        <translation>文件夹 {0} 不在；请挂载它，或给该方案另一个文件夹</translation>
    </message>
    <message>
        <source>the folder {0} is there, but the mark {1} that was made in it is not; mount its volume, or set the variant again if this is the folder you mean</source>
        <translation>文件夹 {0} 在，但其中的标记 {1} 不在；请挂载它的卷，如果就是这个文件夹，请重新设置该方案</translation>
    </message>
    <message>
        <source>the formats to take, the best first, in the Archive&apos;s words; one file a track</source>
        <translation>要取的格式，最好的在前，用 Archive 的名称；每首曲目一个文件</translation>
    </message>
    <message>
        <source>the handshake failed ({0})</source>
        <translation>握手失败（{0}）</translation>
    </message>
    <message>
        <source>the last good one</source>
        <translation>最后一份完好的</translation>
    </message>
    <message>
        <source>the last good ones are used at the next start; check them in the window or with &quot;catalogsync-gui config&quot;</source>
        <translation>下次启动时使用最后一份完好的设置；请在窗口中或用“catalogsync-gui config”检查</translation>
    </message>
    <message>
        <source>the last sync could not write the files of {0} playlists; the log tells why</source>
        <translation>上次同步无法写入 {0} 个播放列表的文件；原因见日志</translation>
    </message>
    <message>
        <source>the last sync left {0} items undone</source>
        <translation>上次同步留下 {0} 首未完成</translation>
    </message>
    <message>
        <source>the last try returns or raises</source>
        <translation>the last try returns or raises</translation>
    </message>
    <message>
        <source>the last way returns or raises</source>
        <translation>the last way returns or raises</translation>
    </message>
    <message>
        <source>the library</source>
        <translation>音乐库</translation>
    </message>
    <message>
        <source>the library folder is set with &quot;catalogsync-gui library DIR&quot;</source>
        <translation>音乐库文件夹用“catalogsync-gui library DIR”设置</translation>
    </message>
    <message>
        <source>the library {0}</source>
        <translation>音乐库 {0}</translation>
    </message>
    <message>
        <source>the library {0} is offline: its marker {1} is not there. Connect or mount it again.</source>
        <translation>音乐库 {0} 已离线：它的标记 {1} 不在那里。请重新连接或挂载它。</translation>
    </message>
    <message>
        <source>the library&apos;s volume can be used again; the sync goes on</source>
        <translation>音乐库的卷又可以使用了；同步继续</translation>
    </message>
    <message>
        <source>the library&apos;s volume is back; the rename goes on</source>
        <translation>音乐库的卷回来了；重命名继续</translation>
    </message>
    <message>
        <source>the library&apos;s volume is nearly full: {0}. Make room on it.</source>
        <translation>音乐库的卷几乎已满：{0}。请在其上腾出空间。</translation>
    </message>
    <message>
        <source>the list is larger than {0} MB, more than a list of feeds is</source>
        <translation>列表超过 {0} MB，比任何订阅源列表都大</translation>
    </message>
    <message>
        <source>the list names more than {0} feeds; split it into smaller ones</source>
        <translation>列表中的订阅源超过 {0} 个；请拆分成较小的列表</translation>
    </message>
    <message>
        <source>the list of feeds cannot be read; export it again from the other application</source>
        <translation>无法读取订阅源列表；请从另一个应用重新导出</translation>
    </message>
    <message>
        <source>the log may tell more</source>
        <translation>日志可能有更多说明</translation>
    </message>
    <message>
        <source>the message is no object</source>
        <translation>消息不是对象</translation>
    </message>
    <message>
        <source>the message is too deep</source>
        <translation>消息嵌套太深</translation>
    </message>
    <message>
        <source>the message is too long</source>
        <translation>消息太长</translation>
    </message>
    <message>
        <source>the message lacks facts, or has some that are not known</source>
        <translation>消息缺少事实，或含有未知的事实</translation>
    </message>
    <message>
        <source>the name of the server in {0} is not known</source>
        <translation>不认识 {0} 中的服务器名称</translation>
    </message>
    <message>
        <source>the names are only alike</source>
        <translation>只是名称相似</translation>
    </message>
    <message>
        <source>the numbers never end</source>
        <translation>数字没有尽头</translation>
    </message>
    <message>
        <source>the order of a collection&apos;s or a search&apos;s items: newest, oldest, title or downloads</source>
        <translation>合集或搜索的条目顺序：newest、oldest、title 或 downloads</translation>
    </message>
    <message>
        <source>the page of the account {0} is no list of recordings; give the address of its favourites or of one of its lists</source>
        <translation>账户 {0} 的页面不是录音列表；请提供其收藏或某个列表的地址</translation>
    </message>
    <message>
        <source>the page {0} names a feed on another server, {1}. A user and a password are given to no other server than the one they were typed for; add that address itself</source>
        <translation>页面 {0} 指向另一台服务器 {1} 上的订阅源。用户和密码只会给您为其输入的服务器；请直接添加那个地址</translation>
    </message>
    <message>
        <source>the path has to begin at the top: /home/me/Music</source>
        <translation>路径必须从根开始：/home/me/Music</translation>
    </message>
    <message>
        <source>the path holds characters that no path can hold</source>
        <translation>路径中含有任何路径都不能有的字符</translation>
    </message>
    <message>
        <source>the path {0} is not absolute</source>
        <translation>路径 {0} 不是绝对路径</translation>
    </message>
    <message>
        <source>the playlist comes from the web and names a local file, which is not followed</source>
        <translation>播放列表来自网络并引用了本地文件，不会读取</translation>
    </message>
    <message>
        <source>the playlist names no address for this track</source>
        <translation>播放列表没有给出此曲目的地址</translation>
    </message>
    <message>
        <source>the playlist was removed meanwhile</source>
        <translation>播放列表在此期间被移除</translation>
    </message>
    <message>
        <source>the plug-in {0}</source>
        <translation>插件 {0}</translation>
    </message>
    <message>
        <source>the plug-in {0} is left out: {1}</source>
        <translation>插件 {0} 被略去：{1}</translation>
    </message>
    <message>
        <source>the proxy asks for a login before it passes {0} on (407); write user, colon, password and @ before the host in the setting proxy</source>
        <translation>代理要求登录后才转发 {0} (407)；请在设置 proxy 的主机前写上用户、冒号、密码和 @</translation>
    </message>
    <message>
        <source>the proxy does not pass {0} on: {1}</source>
        <translation>代理没有转发 {0}：{1}</translation>
    </message>
    <message>
        <source>the proxy does not pass {0} on: {1}. Check the setting proxy</source>
        <translation>代理没有转发 {0}：{1}。请检查设置 proxy</translation>
    </message>
    <message>
        <source>the proxy {0} lets nobody through to {1} (status {2}). Ask whoever looks after it</source>
        <translation>代理 {0} 不让任何人通往 {1}（状态 {2}）。请询问其管理者</translation>
    </message>
    <message>
        <source>the proxy {0} wants another login. Put it into the address: http://USER:PASSWORD@proxy.example:3128</source>
        <translation>代理 {0} 需要另一个登录。请写入地址：http://USER:PASSWORD@proxy.example:3128</translation>
    </message>
    <message>
        <source>the proxy {0}:{1} cannot be connected to ({2}). Check its address and port</source>
        <translation>无法连接代理 {0}:{1}（{2}）。请检查其地址和端口</translation>
    </message>
    <message>
        <source>the proxy {0}:{1} does not answer. Check its address and that it runs</source>
        <translation>代理 {0}:{1} 没有应答。请检查其地址以及它是否在运行</translation>
    </message>
    <message>
        <source>the proxy&apos;s name {0} is not known here. Check its spelling</source>
        <translation>这里不认识代理的名称 {0}。请检查拼写</translation>
    </message>
    <message>
        <source>the registry cannot be read: {0}</source>
        <translation>无法读取注册表：{0}</translation>
    </message>
    <message>
        <source>the secret store</source>
        <translation>密钥库</translation>
    </message>
    <message>
        <source>the secrets file {0} cannot be read ({1}); repair or remove it</source>
        <translation>无法读取密钥文件 {0}（{1}）；请修复或移除它</translation>
    </message>
    <message>
        <source>the secrets file {0} cannot be written: {1}</source>
        <translation>无法写入密钥文件 {0}：{1}</translation>
    </message>
    <message>
        <source>the secrets file {0} is not one; remove it</source>
        <translation>密钥文件 {0} 不是密钥文件；请移除它</translation>
    </message>
    <message>
        <source>the server accepts none of the ways to log in at {0}{1}. If it wants an API key, give one in place of the password; if it takes none, give user and password</source>
        <translation>服务器在 {0}{1} 不接受任何一种登录方式。如果它需要 API 密钥，请用它代替密码；如果它不接受，请提供用户和密码</translation>
    </message>
    <message>
        <source>the server and this program speak versions of the Subsonic protocol that do not go together at {0}{1}. Update the older of the two</source>
        <translation>服务器与本程序在 {0}{1} 使用的 Subsonic 协议版本不兼容。请更新较旧的一方</translation>
    </message>
    <message>
        <source>the server answers {0} with status {1}</source>
        <translation>服务器对 {0} 的应答状态为 {1}</translation>
    </message>
    <message>
        <source>the server cannot send this track{0}</source>
        <translation>服务器无法发送此曲目{0}</translation>
    </message>
    <message>
        <source>the server cannot serve {0} now ({1})</source>
        <translation>服务器现在无法提供 {0}（{1}）</translation>
    </message>
    <message>
        <source>the server cannot serve {0} now ({1}); it is asked again at the next sync</source>
        <translation>服务器现在无法提供 {0}（{1}）；下次同步时会再次询问</translation>
    </message>
    <message>
        <source>the server does not have the file: it may not have scanned it yet, may not be allowed to read it, or not take its format; its log tells</source>
        <translation>服务器没有该文件：可能尚未扫描到它，可能不被允许读取，或不支持其格式；详情见其日志</translation>
    </message>
    <message>
        <source>the server does not have this track any more{0}</source>
        <translation>服务器不再有此曲目{0}</translation>
    </message>
    <message>
        <source>the server does not have what was asked for at {0}{1}</source>
        <translation>服务器在 {0}{1} 没有所请求的内容</translation>
    </message>
    <message>
        <source>the server has a track like it elsewhere: {0}</source>
        <translation>服务器在别处有类似的曲目：{0}</translation>
    </message>
    <message>
        <source>the server has more than {0} albums; subscribe to some of them, by the source&apos;s option artist or genre</source>
        <translation>服务器的专辑超过 {0} 张；请用来源的选项 artist 或 genre 只订阅其中一部分</translation>
    </message>
    <message>
        <source>the server has no playlist {0}; the source&apos;s option playlists takes names or ids as the server has them</source>
        <translation>服务器没有播放列表 {0}；来源的选项 playlists 接受服务器上的名称或 id</translation>
    </message>
    <message>
        <source>the server has none of these files: check that its music folder is this library, that it may read it, and that it has scanned it</source>
        <translation>服务器没有这些文件中的任何一个：请检查其音乐文件夹是否就是此音乐库、是否可读、是否已扫描</translation>
    </message>
    <message>
        <source>the server has the track, but not in its playlist of that name: it may have read the playlist before the track, so let it scan once more; or the playlist is another one</source>
        <translation>服务器有该曲目，但不在同名播放列表中：它可能在曲目之前读取了播放列表，请让它再扫描一次；或者那是另一个播放列表</translation>
    </message>
    <message>
        <source>the server is still scanning; ask again when it has ended</source>
        <translation>服务器仍在扫描；请在扫描结束后再询问</translation>
    </message>
    <message>
        <source>the server knows no artist “{0}”; the source&apos;s option artist takes a name or an id as the server has it</source>
        <translation>服务器不认识艺术家“{0}”；来源的选项 artist 接受服务器上的名称或 id</translation>
    </message>
    <message>
        <source>the server knows of this track, but has no file of it</source>
        <translation>服务器知道此曲目，但没有它的文件</translation>
    </message>
    <message>
        <source>the server refused {0} times in a row: {1}. {2}</source>
        <translation>服务器连续拒绝了 {0} 次：{1}。{2}</translation>
    </message>
    <message>
        <source>the server refuses the API key at {0}; make a new one there and give it</source>
        <translation>服务器在 {0} 拒绝了 API 密钥；请在那里新建一个并提供</translation>
    </message>
    <message>
        <source>the server refuses the user name or the password at {0}; check both</source>
        <translation>服务器在 {0} 拒绝了用户名或密码；请检查两者</translation>
    </message>
    <message>
        <source>the server refuses {0} ({1}); check the source&apos;s user name and password</source>
        <translation>服务器拒绝了 {0}（{1}）；请检查来源的用户名和密码</translation>
    </message>
    <message>
        <source>the server refuses {0} ({1}); check the user name and the password</source>
        <translation>服务器拒绝了 {0}（{1}）；请检查用户名和密码</translation>
    </message>
    <message>
        <source>the server reports an error at {0}{1}</source>
        <translation>服务器在 {0} 报告了错误{1}</translation>
    </message>
    <message>
        <source>the server sent a JSON answer, most likely an error message</source>
        <translation>服务器发来了 JSON 应答，很可能是错误消息</translation>
    </message>
    <message>
        <source>the server sent a web page, perhaps because it wants a login</source>
        <translation>服务器发来了网页，也许因为它要求登录</translation>
    </message>
    <message>
        <source>the server sent an XML document, most likely an error message</source>
        <translation>服务器发来了 XML 文档，很可能是错误消息</translation>
    </message>
    <message>
        <source>the server sent plain text, most likely an error message</source>
        <translation>服务器发来了纯文本，很可能是错误消息</translation>
    </message>
    <message>
        <source>the server speaks no TLS at this port. If it has none, use http:// instead</source>
        <translation>服务器在此端口不使用 TLS。如果它没有 TLS，请改用 http://</translation>
    </message>
    <message>
        <source>the server stopped sending {0}</source>
        <translation>服务器停止发送 {0}</translation>
    </message>
    <message>
        <source>the settings cannot be saved in {0}: {1}</source>
        <translation>无法把设置保存到 {0}：{1}</translation>
    </message>
    <message>
        <source>the settings in {0} could not be read; {1}. The damaged file was kept as {2}.damaged</source>
        <translation>无法读取 {0} 中的设置；{1}。损坏的文件已保留为 {2}.damaged</translation>
    </message>
    <message>
        <source>the share or disk hangs; look at it and at the network, or mount it again</source>
        <translation>共享或磁盘挂起；请查看它和网络，或重新挂载</translation>
    </message>
    <message>
        <source>the source has none</source>
        <translation>来源没有</translation>
    </message>
    <message>
        <source>the source is of the kind {0}, </source>
        <translation>来源的类型是 {0}，</translation>
    </message>
    <message>
        <source>the start with the session cannot be switched off: {0}</source>
        <translation>无法关闭随会话启动：{0}</translation>
    </message>
    <message>
        <source>the start with the session cannot be switched off: {0} cannot be removed ({1}). Check the rights of its folder</source>
        <translation>无法关闭随会话启动：无法移除 {0}（{1}）。请检查其文件夹的权限</translation>
    </message>
    <message>
        <source>the start with the session cannot be switched on: {0}</source>
        <translation>无法启用随会话启动：{0}</translation>
    </message>
    <message>
        <source>the start with the session cannot be switched on: {0} cannot be written ({1}). Check the rights of its folder</source>
        <translation>无法启用随会话启动：无法写入 {0}（{1}）。请检查其文件夹的权限</translation>
    </message>
    <message>
        <source>the sync broke off with an unexpected {0}; the log has the details</source>
        <translation>同步因意外的 {0} 中断；详情见日志</translation>
    </message>
    <message>
        <source>the sync ended with an unexpected {0}; the log has the details</source>
        <translation>同步因意外的 {0} 结束；详情见日志</translation>
    </message>
    <message>
        <source>the sync that runs now is one of other sources</source>
        <translation>正在进行的是其他来源的同步</translation>
    </message>
    <message>
        <source>the tag library failed</source>
        <translation>标签库失败</translation>
    </message>
    <message>
        <source>the track has a file, or the file a track, meanwhile</source>
        <translation>在此期间，曲目有了文件，或文件有了曲目</translation>
    </message>
    <message>
        <source>the track lies in no album&apos;s folder</source>
        <translation>曲目不在任何专辑的文件夹中</translation>
    </message>
    <message>
        <source>the trial period of the server at {0} is over</source>
        <translation>{0} 处服务器的试用期已过</translation>
    </message>
    <message>
        <source>the usual playlist files</source>
        <translation>通常的播放列表文件</translation>
    </message>
    <message>
        <source>the {0} goes to {1} over plain http, where others on the way can read it; use an address with https if the server has one</source>
        <translation>{0} 经明文 http 发往 {1}，途中的其他人可以读取；如果服务器有 https 地址，请使用它</translation>
    </message>
    <message>
        <source>there are no podcasts among the sources, so there is no list to write</source>
        <translation>来源中没有播客，因此没有可写的列表</translation>
    </message>
    <message>
        <source>there are none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>there are: {0}</source>
        <translation>可用的有：{0}</translation>
    </message>
    <message>
        <source>there are: {0}, unknown</source>
        <translation>可用的有：{0}，未知</translation>
    </message>
    <message>
        <source>there are: {0}{1}</source>
        <translation>可用的有：{0}{1}</translation>
    </message>
    <message>
        <source>there is a file where a folder should be</source>
        <translation>本应是文件夹的地方有一个文件</translation>
    </message>
    <message>
        <source>there is a {0} in {1} already</source>
        <translation>{1} 中已有 {0}</translation>
    </message>
    <message>
        <source>there is no desktop secret store to keep the password in. Install the package &quot;keyring&quot; and a secret service, or agree to a file that only you can read: &quot;catalogsync-gui config secrets_file yes&quot;</source>
        <translation>没有可以保存密码的桌面密钥库。请安装软件包“keyring”和一个密钥服务，或同意使用只有您能读取的文件：“catalogsync-gui config secrets_file yes”</translation>
    </message>
    <message>
        <source>there is no export variant {0}; &quot;catalogsync-gui exports&quot; lists them</source>
        <translation>没有导出方案 {0}；“catalogsync-gui exports”列出所有方案</translation>
    </message>
    <message>
        <source>there is no export variant {0}; there are: {1} (&quot;catalogsync-gui exports&quot;)</source>
        <translation>没有导出方案 {0}；可用的有：{1}（“catalogsync-gui exports”）</translation>
    </message>
    <message>
        <source>there is no file {0}</source>
        <translation>没有文件 {0}</translation>
    </message>
    <message>
        <source>there is no folder {0}; folders outside the library are not made</source>
        <translation>没有文件夹 {0}；不会创建音乐库之外的文件夹</translation>
    </message>
    <message>
        <source>there is no item {0}; &quot;catalogsync-gui items&quot; lists them</source>
        <translation>没有条目 {0}；“catalogsync-gui items”列出所有条目</translation>
    </message>
    <message>
        <source>there is no kind of source {0}; there are: {1}</source>
        <translation>没有来源类型 {0}；可用的有：{1}</translation>
    </message>
    <message>
        <source>there is no playlist file yet to ask a server about; sync first</source>
        <translation>还没有可向服务器询问的播放列表文件；请先同步</translation>
    </message>
    <message>
        <source>there is no playlist in it</source>
        <translation>其中没有播放列表</translation>
    </message>
    <message>
        <source>there is no playlist {0}; &quot;catalogsync-gui playlists&quot; lists them</source>
        <translation>没有播放列表 {0}；“catalogsync-gui playlists”列出所有播放列表</translation>
    </message>
    <message>
        <source>there is no server {0}; &quot;catalogsync-gui servers&quot; lists them</source>
        <translation>没有服务器 {0}；“catalogsync-gui servers”列出所有服务器</translation>
    </message>
    <message>
        <source>there is no setting {0}; there are: {1}</source>
        <translation>没有设置 {0}；可用的有：{1}</translation>
    </message>
    <message>
        <source>there is no source {0}; &quot;catalogsync-gui sources&quot; lists them</source>
        <translation>没有来源 {0}；“catalogsync-gui sources”列出所有来源</translation>
    </message>
    <message>
        <source>there is no track in it</source>
        <translation>其中没有曲目</translation>
    </message>
    <message>
        <source>there is no version {0}; &quot;catalogsync-gui versions&quot; lists them</source>
        <translation>没有版本 {0}；“catalogsync-gui versions”列出所有版本</translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>there is none yet in {0}</source>
        <translation>{0} 中还没有</translation>
    </message>
    <message>
        <source>there is none, so no password can be kept</source>
        <translation>没有，因此无法保存密码</translation>
    </message>
    <message>
        <source>there is nothing in it</source>
        <translation>其中什么也没有</translation>
    </message>
    <message>
        <source>they can be read</source>
        <translation>可以读取</translation>
    </message>
    <message>
        <source>this address holds a NUL character</source>
        <translation>此地址含有 NUL 字符</translation>
    </message>
    <message>
        <source>this address is longer than {0} characters</source>
        <translation>此地址超过 {0} 个字符</translation>
    </message>
    <message>
        <source>this computer, or its limit for this program, has no memory left; it is tried again</source>
        <translation>这台计算机或它给本程序的限额已没有内存；会重试</translation>
    </message>
    <message>
        <source>this episode is a video; only sound is kept</source>
        <translation>此单集是视频；只保留声音</translation>
    </message>
    <message>
        <source>this is a 7z archive; its tracks must be unpacked first</source>
        <translation>这是 7z 压缩包；必须先解压其中的曲目</translation>
    </message>
    <message>
        <source>this is a MIDI file: notes, and no recorded sound</source>
        <translation>这是 MIDI 文件：只有音符，没有录制的声音</translation>
    </message>
    <message>
        <source>this is a PDF document</source>
        <translation>这是 PDF 文档</translation>
    </message>
    <message>
        <source>this is a RAR archive; its tracks must be unpacked first</source>
        <translation>这是 RAR 压缩包；必须先解压其中的曲目</translation>
    </message>
    <message>
        <source>this is a ZIP archive; its tracks must be unpacked first</source>
        <translation>这是 ZIP 压缩包；必须先解压其中的曲目</translation>
    </message>
    <message>
        <source>this is a compressed archive; its tracks must be unpacked first</source>
        <translation>这是压缩包；必须先解压其中的曲目</translation>
    </message>
    <message>
        <source>this is a feed or an XML playlist; add it as a source of its own</source>
        <translation>这是订阅源或 XML 播放列表；请把它添加为单独的来源</translation>
    </message>
    <message>
        <source>this is a live stream (HLS), which cannot be kept as one file</source>
        <translation>这是直播流 (HLS)，无法保存为一个文件</translation>
    </message>
    <message>
        <source>this is a picture</source>
        <translation>这是图片</translation>
    </message>
    <message>
        <source>this is a picture (GIF)</source>
        <translation>这是图片 (GIF)</translation>
    </message>
    <message>
        <source>this is a picture (JPEG)</source>
        <translation>这是图片 (JPEG)</translation>
    </message>
    <message>
        <source>this is a picture (PNG)</source>
        <translation>这是图片 (PNG)</translation>
    </message>
    <message>
        <source>this is a picture (TIFF)</source>
        <translation>这是图片 (TIFF)</translation>
    </message>
    <message>
        <source>this is a picture (WebP)</source>
        <translation>这是图片 (WebP)</translation>
    </message>
    <message>
        <source>this is a playlist; add it as a source of its own</source>
        <translation>这是播放列表；请把它添加为单独的来源</translation>
    </message>
    <message>
        <source>this is a program</source>
        <translation>这是程序</translation>
    </message>
    <message>
        <source>this is a text document</source>
        <translation>这是文本文档</translation>
    </message>
    <message>
        <source>this is a torrent file and not the track itself</source>
        <translation>这是种子文件，而不是曲目本身</translation>
    </message>
    <message>
        <source>this is a track locked to a shop&apos;s own player (DRM)</source>
        <translation>这是被锁定在商店自有播放器中的曲目 (DRM)</translation>
    </message>
    <message>
        <source>this is a video</source>
        <translation>这是视频</translation>
    </message>
    <message>
        <source>this is an empty ZIP archive</source>
        <translation>这是空的 ZIP 压缩包</translation>
    </message>
    <message>
        <source>this is no file of settings that Catalog Sync has exported (or it is damaged); choose another one</source>
        <translation>这不是 Catalog Sync 导出的设置文件（或已损坏）；请选择另一个</translation>
    </message>
    <message>
        <source>this is no list of feeds (OPML) but another kind of document</source>
        <translation>这不是订阅源列表 (OPML)，而是另一种文档</translation>
    </message>
    <message>
        <source>this is not a valid web address</source>
        <translation>这不是有效的网址</translation>
    </message>
    <message>
        <source>this machine has no network connection</source>
        <translation>本机没有网络连接</translation>
    </message>
    <message>
        <source>this password</source>
        <translation>这个密码</translation>
    </message>
    <message>
        <source>this web address names no server</source>
        <translation>此网址没有指明服务器</translation>
    </message>
    <message>
        <source>this web address names no valid server</source>
        <translation>此网址没有指明有效的服务器</translation>
    </message>
    <message>
        <source>this “file:” address names no file</source>
        <translation>此“file:”地址没有指明文件</translation>
    </message>
    <message>
        <source>those of {0}</source>
        <translation>{0} 的那些</translation>
    </message>
    <message>
        <source>times of day such as 06:00, 18:30 (they count instead of refresh_hours), or nothing</source>
        <translation>一天中的时刻，例如 06:00, 18:30（代替 refresh_hours），或留空</translation>
    </message>
    <message>
        <source>times of files: {0}</source>
        <translation>文件的时间：{0}</translation>
    </message>
    <message>
        <source>titleSorter asc</source>
        <translation>titleSorter asc</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>太慢</translation>
    </message>
    <message>
        <source>took too long</source>
        <translation>用时太久</translation>
    </message>
    <message>
        <source>two export variants are called {0}</source>
        <translation>有两个导出方案叫 {0}</translation>
    </message>
    <message>
        <source>two names</source>
        <translation>视为两个名称</translation>
    </message>
    <message>
        <source>unexpected {0} while reading the catalogue; the log has the details</source>
        <translation>读取目录时出现意外的 {0}；详情见日志</translation>
    </message>
    <message>
        <source>unexpected {0}; the log has the details</source>
        <translation>意外的 {0}；详情见日志</translation>
    </message>
    <message>
        <source>unknown file system</source>
        <translation>未知的文件系统</translation>
    </message>
    <message>
        <source>unlock it, or end the service that it waits for</source>
        <translation>请解锁它，或结束它所等待的服务</translation>
    </message>
    <message>
        <source>upper and lower case: {0}</source>
        <translation>大小写：{0}</translation>
    </message>
    <message>
        <source>what answers at {0} is no proxy. Check its address and port</source>
        <translation>{0} 处应答的不是代理。请检查其地址和端口</translation>
    </message>
    <message>
        <source>what arrived is something else</source>
        <translation>收到的是别的内容</translation>
    </message>
    <message>
        <source>what becomes of the files&apos; own tags: fill (add what they lack), overwrite (put what the catalogue says in their place) or leave</source>
        <translation>如何处理文件自带的标签：fill（补上缺少的）、overwrite（换成目录中的）或 leave（不动）</translation>
    </message>
    <message>
        <source>what becomes of tracks that the catalogue does not list any more: keep or trash</source>
        <translation>如何处理目录不再列出的曲目：keep（保留）或 trash（移入回收站）</translation>
    </message>
    <message>
        <source>what this episode offers is of the type {0}, which is no sound</source>
        <translation>此单集提供的是 {0} 类型，不是声音</translation>
    </message>
    <message>
        <source>what to subscribe to: playlists (without this), starred, albums, newest</source>
        <translation>订阅什么：playlists（默认）、starred、albums、newest</translation>
    </message>
    <message>
        <source>what to subscribe to: playlists, albums, favourites</source>
        <translation>订阅什么：playlists、albums、favourites</translation>
    </message>
    <message>
        <source>when its tracks come: high (before others), normal or low; a track may have its own</source>
        <translation>它的曲目何时轮到：high（先于其他）、normal 或 low；单首曲目可以另设</translation>
    </message>
    <message>
        <source>when that is seen to, &quot;catalogsync-gui sync {0}&quot; reads it again</source>
        <translation>处理之后，“catalogsync-gui sync {0}”会重新读取它</translation>
    </message>
    <message>
        <source>whether its addresses may lead to private hosts</source>
        <translation>其地址是否可以指向私有主机</translation>
    </message>
    <message>
        <source>whole days in which every file is read again once, 0 to read none</source>
        <translation>所有文件重新读取一遍的天数，0 表示不读取</translation>
    </message>
    <message>
        <source>whole days that ended syncs are kept in the history, 0 to keep only the last one</source>
        <translation>已结束的同步在历史中保留的天数，0 表示只保留最后一次</translation>
    </message>
    <message>
        <source>whole minutes from 1 to 60</source>
        <translation>1 到 60 之间的整分钟数</translation>
    </message>
    <message>
        <source>with a look before</source>
        <translation>先查看再进行</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>没有名称</translation>
    </message>
    <message>
        <source>without its playlist {0} it has {1} tracks instead of {2}</source>
        <translation>没有播放列表 {0} 时，它有 {1} 首曲目，而不是 {2} 首</translation>
    </message>
    <message>
        <source>words or phrases with commas between them</source>
        <translation>词语，用逗号分隔</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>yes 或 no</translation>
    </message>
    <message>
        <source>you cancelled it, so it is left out; try it again to have it after all</source>
        <translation>您取消了它，因此它被略去；如果仍想要它，请重试</translation>
    </message>
    <message>
        <source>you hold it back; resume it to have it downloaded</source>
        <translation>您搁置了它；选择继续即可下载</translation>
    </message>
    <message>
        <source>you may not make folders in {0}</source>
        <translation>您不能在 {0} 中创建文件夹</translation>
    </message>
    <message>
        <source>{0} ({1}), {2} MB free</source>
        <translation>{0}（{1}），空闲 {2} MB</translation>
    </message>
    <message>
        <source>{0} It is not tried again by itself{1}. {2}</source>
        <translation>{0} 它不会自动重试{1}。{2}</translation>
    </message>
    <message>
        <source>{0} Its source {1} could not be read</source>
        <translation>{0} 无法读取其来源 {1}</translation>
    </message>
    <message>
        <source>{0} MB free</source>
        <translation>空闲 {0} MB</translation>
    </message>
    <message>
        <source>{0} MB more</source>
        <translation>还要 {0} MB</translation>
    </message>
    <message>
        <source>{0} The next sync asks again</source>
        <translation>{0} 下次同步会再次询问</translation>
    </message>
    <message>
        <source>{0} The rename goes on by itself then.</source>
        <translation>{0} 之后重命名会自动继续。</translation>
    </message>
    <message>
        <source>{0} The sync goes on by itself then.</source>
        <translation>{0} 之后同步会自动继续。</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0}，另有 {1} 个</translation>
    </message>
    <message>
        <source>{0} answered with another part than the one asked for</source>
        <translation>{0} 应答的不是所请求的部分</translation>
    </message>
    <message>
        <source>{0} answers with status {1}</source>
        <translation>{0} 的应答状态为 {1}</translation>
    </message>
    <message>
        <source>{0} answers, but nothing of its catalogue came within {1} s; it may still be added</source>
        <translation>{0} 有应答，但 {1} 秒之内没有收到其目录的任何内容；仍然可以添加</translation>
    </message>
    <message>
        <source>{0} asks to be left alone for a while</source>
        <translation>{0} 要求暂时不要打扰</translation>
    </message>
    <message>
        <source>{0} belongs to the system ({1}) and holds no files of yours</source>
        <translation>{0} 属于系统（{1}），不存放您的文件</translation>
    </message>
    <message>
        <source>{0} brings its own document type (DTD), which no feed needs and which can be used for attacks; it is not read</source>
        <translation>{0} 带有自己的文档类型 (DTD)，任何订阅源都不需要它，而它可能用于攻击；因此不读取</translation>
    </message>
    <message>
        <source>{0} brings its own document type (DTD), which no playlist needs and which can be used for attacks. Remove the &lt;!DOCTYPE …&gt; from it.</source>
        <translation>{0} 带有自己的文档类型 (DTD)，任何播放列表都不需要它，而它可能用于攻击。请从中移除 &lt;!DOCTYPE …&gt;。</translation>
    </message>
    <message>
        <source>{0} broke off: its end is missing</source>
        <translation>{0} 中断：缺少结尾</translation>
    </message>
    <message>
        <source>{0} bytes, not {1}</source>
        <translation>{0} 字节，而不是 {1}</translation>
    </message>
    <message>
        <source>{0} cannot be asked: this machine has no network connection</source>
        <translation>无法询问 {0}：本机没有网络连接</translation>
    </message>
    <message>
        <source>{0} cannot be fetched again: it is its own and only copy. Put a good one in its place</source>
        <translation>无法重新获取 {0}：它是自身唯一的副本。请在原处放一份完好的</translation>
    </message>
    <message>
        <source>{0} cannot be imported ({1}: {2})</source>
        <translation>无法导入 {0}（{1}：{2}）</translation>
    </message>
    <message>
        <source>{0} cannot be reached; check the address and the network connection</source>
        <translation>无法连接 {0}；请检查地址和网络连接</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}</source>
        <translation>无法读取 {0}：{1}</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}. Switch the start with the session on again, or remove the file</source>
        <translation>无法读取 {0}：{1}。请重新启用随会话启动，或移除该文件</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}; check its rights</source>
        <translation>无法读取 {0}：{1}；请检查其权限</translation>
    </message>
    <message>
        <source>{0} cannot be read: {1}; choose another file</source>
        <translation>无法读取 {0}：{1}；请选择另一个文件</translation>
    </message>
    <message>
        <source>{0} cannot be started with the session: desktops take no program with = in its path. Move it to another folder</source>
        <translation>{0} 无法随会话启动：桌面环境不接受路径中带 = 的程序。请把它移到另一个文件夹</translation>
    </message>
    <message>
        <source>{0} cannot be written to</source>
        <translation>无法写入 {0}</translation>
    </message>
    <message>
        <source>{0} cannot be written: {1}; name another file</source>
        <translation>无法写入 {0}：{1}；请指定另一个文件</translation>
    </message>
    <message>
        <source>{0} cannot hold a library: a file that takes the place of another one is not there afterwards. Choose a folder elsewhere, or mount it in another way</source>
        <translation>{0} 不能存放音乐库：替换其他文件之后，新文件不在那里。请选择别处的文件夹，或换一种方式挂载</translation>
    </message>
    <message>
        <source>{0} cannot hold a library: its files cannot be {1} ({2}). Choose a folder elsewhere, or mount it in another way (a cache for writes may help)</source>
        <translation>{0} 不能存放音乐库：其文件无法 {1}（{2}）。请选择别处的文件夹，或换一种方式挂载（写缓存可能有帮助）</translation>
    </message>
    <message>
        <source>{0} cannot hold a library: its names hold {1} characters at most. Choose a folder elsewhere, or mount it in another way</source>
        <translation>{0} 不能存放音乐库：其名称最多 {1} 个字符。请选择别处的文件夹，或换一种方式挂载</translation>
    </message>
    <message>
        <source>{0} could be read the last time</source>
        <translation>{0} 上次可以读取</translation>
    </message>
    <message>
        <source>{0} did not answer in time</source>
        <translation>{0} 没有及时应答</translation>
    </message>
    <message>
        <source>{0} did not come within {1} minutes of waking the computer that it is on</source>
        <translation>唤醒所在的计算机后，{0} 在 {1} 分钟内没有出现</translation>
    </message>
    <message>
        <source>{0} does not accept the API key; make another in its dashboard (API Keys) and subscribe again with that</source>
        <translation>{0} 不接受该 API 密钥；请在其控制台（API 密钥）中新建一个，并用它重新订阅</translation>
    </message>
    <message>
        <source>{0} does not accept the token; get another one and add the server again</source>
        <translation>{0} 不接受该令牌；请取得另一个，并重新添加服务器</translation>
    </message>
    <message>
        <source>{0} does not accept the user name {1} with {2}; check both</source>
        <translation>{0} 不接受用户名 {1} 和{2}；请检查两者</translation>
    </message>
    <message>
        <source>{0} does not answer</source>
        <translation>{0} 没有应答</translation>
    </message>
    <message>
        <source>{0} does not answer as a Jellyfin server does; check that the address is that of the server itself</source>
        <translation>{0} 的应答不像 Jellyfin 服务器；请检查地址是否为服务器自身的地址</translation>
    </message>
    <message>
        <source>{0} does not answer as a Plex Media Server does; check that the address is that of the server itself (http://host:32400)</source>
        <translation>{0} 的应答不像 Plex Media Server；请检查地址是否为服务器自身的地址 (http://host:32400)</translation>
    </message>
    <message>
        <source>{0} does not answer as an MPD does; its port is {1} as a rule</source>
        <translation>{0} 的应答不像 MPD；其端口通常是 {1}</translation>
    </message>
    <message>
        <source>{0} does not answer: its disk, its server or the network to it hangs. Look after it, or mount it again.</source>
        <translation>{0} 没有应答：它的磁盘、服务器或到它的网络挂起了。请查看它，或重新挂载。</translation>
    </message>
    <message>
        <source>{0} does not let {1} in (403): the account is disabled, locked after too many wrong passwords, or may not be used from here; its administrator can tell</source>
        <translation>{0} 不允许 {1} 进入 (403)：该账户已停用、因多次输错密码而被锁定，或不能在此处使用；其管理员可以说明</translation>
    </message>
    <message>
        <source>{0} does not offer Quick Connect; its administrator can switch it on (Dashboard, General), or log in with a user name and a password</source>
        <translation>{0} 没有提供快速连接；其管理员可以启用它（控制台，常规），或者使用用户名和密码登录</translation>
    </message>
    <message>
        <source>{0} does not tell its length, and after {1} MB there is no room for more</source>
        <translation>{0} 没有说明其长度，而 {1} MB 之后没有更多空间</translation>
    </message>
    <message>
        <source>{0} downloads run</source>
        <translation>{0} 个下载正在进行</translation>
    </message>
    <message>
        <source>{0} ended before its first byte</source>
        <translation>{0} 在第一个字节之前就结束了</translation>
    </message>
    <message>
        <source>{0} goes on listing tracks after {1}; that is no library</source>
        <translation>{0} 在 {1} 首之后仍不断列出曲目；那不是音乐库</translation>
    </message>
    <message>
        <source>{0} has a value of the wrong type</source>
        <translation>{0} 的值类型不对</translation>
    </message>
    <message>
        <source>{0} has a value that is too large</source>
        <translation>{0} 的值太大</translation>
    </message>
    <message>
        <source>{0} has another {1} than the catalogue promises</source>
        <translation>{0} 的{1}与目录所说的不同</translation>
    </message>
    <message>
        <source>{0} has been changed once more since it was looked at; &quot;catalogsync-gui verify&quot; looks again</source>
        <translation>{0} 在查看之后又被更改；“catalogsync-gui verify”会重新查看</translation>
    </message>
    <message>
        <source>{0} has ended the login of this source; subscribe again by Quick Connect or with the password</source>
        <translation>{0} 已结束此来源的登录；请用快速连接或密码重新订阅</translation>
    </message>
    <message>
        <source>{0} has more than {1} lists; the rest is left</source>
        <translation>{0} 的列表超过 {1} 个；其余的没有处理</translation>
    </message>
    <message>
        <source>{0} has more than {1} tags, which is more than a feed can have</source>
        <translation>{0} 的标签超过 {1} 个，超出订阅源可能的数量</translation>
    </message>
    <message>
        <source>{0} has no hours from 00 to 24</source>
        <translation>{0} 没有 00 到 24 之间的时段</translation>
    </message>
    <message>
        <source>{0} has no music library; make one in Plex that holds this folder</source>
        <translation>{0} 没有音乐资料库；请在 Plex 中建立一个包含此文件夹的资料库</translation>
    </message>
    <message>
        <source>{0} has no playlist called {1} that this user may see; {2}</source>
        <translation>{0} 没有此用户可见的、名为 {1} 的播放列表；{2}</translation>
    </message>
    <message>
        <source>{0} has not the form DAYS FROM-TO STATE</source>
        <translation>{0} 不是“日期 起-止 状态”的形式</translation>
    </message>
    <message>
        <source>{0} has withdrawn the code: it was refused, or it is too old; try again</source>
        <translation>{0} 已撤回代码：它被拒绝或已过期；请重试</translation>
    </message>
    <message>
        <source>{0} has {1} MB free</source>
        <translation>{0} 空闲 {1} MB</translation>
    </message>
    <message>
        <source>{0} holds more values than any playlist does. Check that the address is that of a playlist.</source>
        <translation>{0} 的值比任何播放列表都多。请检查地址是否为播放列表的地址。</translation>
    </message>
    <message>
        <source>{0} how long it is</source>
        <translation>{0} 它有多长</translation>
    </message>
    <message>
        <source>{0} instead of {1}</source>
        <translation>{0}，而不是 {1}</translation>
    </message>
    <message>
        <source>{0} is JSON but no JSPF playlist. Check that the address is that of a playlist.</source>
        <translation>{0} 是 JSON，但不是 JSPF 播放列表。请检查地址是否为播放列表的地址。</translation>
    </message>
    <message>
        <source>{0} is XML but no XSPF playlist: it begins with &lt;{1}&gt;. Check that the address is that of a playlist.</source>
        <translation>{0} 是 XML，但不是 XSPF 播放列表：它以 &lt;{1}&gt; 开头。请检查地址是否为播放列表的地址。</translation>
    </message>
    <message>
        <source>{0} is a cue sheet: it marks the tracks within one long recording. Cue sheets cannot be added.</source>
        <translation>{0} 是 CUE 表：它标记一段长录音中的各首曲目。无法添加 CUE 表。</translation>
    </message>
    <message>
        <source>{0} is a file, so there can be no folder in it</source>
        <translation>{0} 是文件，其中不能有文件夹</translation>
    </message>
    <message>
        <source>{0} is a folder; name a playlist file in it</source>
        <translation>{0} 是文件夹；请指定其中的播放列表文件</translation>
    </message>
    <message>
        <source>{0} is a list of episodes in other feeds; subscribe to those feeds themselves</source>
        <translation>{0} 是其他订阅源中单集的列表；请订阅那些订阅源本身</translation>
    </message>
    <message>
        <source>{0} is a list of feeds (OPML) that names none</source>
        <translation>{0} 是一个没有任何条目的订阅源列表 (OPML)</translation>
    </message>
    <message>
        <source>{0} is a list of playlists, not a playlist. Add the addresses of the playlists in it.</source>
        <translation>{0} 是播放列表的列表，而不是播放列表。请添加其中各播放列表的地址。</translation>
    </message>
    <message>
        <source>{0} is a secret and no option; give it by --password-stdin or --token-stdin</source>
        <translation>{0} 是密钥而不是选项；请用 --password-stdin 或 --token-stdin 提供</translation>
    </message>
    <message>
        <source>{0} is a track or a stream, not a catalogue. Give the address of a playlist or a feed that names it</source>
        <translation>{0} 是曲目或流，而不是目录。请提供列出它的播放列表或订阅源的地址</translation>
    </message>
    <message>
        <source>{0} is a web page that names a feed, but {1}</source>
        <translation>{0} 是指向订阅源的网页，但{1}</translation>
    </message>
    <message>
        <source>{0} is a web page that names no feed, and no music server answers there. Give the address of the feed or of the playlist itself</source>
        <translation>{0} 是没有指向订阅源的网页，那里也没有音乐服务器应答。请直接提供订阅源或播放列表的地址</translation>
    </message>
    <message>
        <source>{0} is a {1} and no SourceKind</source>
        <translation>{0} 是 {1}，而不是 SourceKind</translation>
    </message>
    <message>
        <source>{0} is an HLS stream: a list of short pieces of one broadcast or film, not of tracks. Such streams cannot be added.</source>
        <translation>{0} 是 HLS 流：一段广播或影片的片段列表，而不是曲目列表。无法添加此类流。</translation>
    </message>
    <message>
        <source>{0} is being fetched again this moment</source>
        <translation>{0} 此刻正在重新获取</translation>
    </message>
    <message>
        <source>{0} is damaged: its JSON cannot be read ({1}). Save or download it again.</source>
        <translation>{0} 已损坏：无法读取其 JSON（{1}）。请重新保存或下载。</translation>
    </message>
    <message>
        <source>{0} is damaged: its XML cannot be read ({1}). If it stays so, tell the people who publish it.</source>
        <translation>{0} 已损坏：无法读取其 XML（{1}）。如果一直如此，请告知其发布者。</translation>
    </message>
    <message>
        <source>{0} is damaged: its XML cannot be read ({1}). Save or download it again.</source>
        <translation>{0} 已损坏：无法读取其 XML（{1}）。请重新保存或下载。</translation>
    </message>
    <message>
        <source>{0} is empty. Check that it was saved completely.</source>
        <translation>{0} 是空的。请检查它是否完整保存。</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB, which is more than a playlist can be. Check that the address is that of a playlist.</source>
        <translation>{0} 超过 {1} MB，比任何播放列表都大。请检查地址是否为播放列表的地址。</translation>
    </message>
    <message>
        <source>{0} is larger than {1} MB, which is more than such a document can be</source>
        <translation>{0} 超过 {1} MB，比这类文档可能的都大</translation>
    </message>
    <message>
        <source>{0} is left alone for a while after several failures</source>
        <translation>{0} 多次失败之后，暂时不打扰它</translation>
    </message>
    <message>
        <source>{0} is no address of a network card</source>
        <translation>{0} 不是网卡地址</translation>
    </message>
    <message>
        <source>{0} is no address of a server (http://host:port)</source>
        <translation>{0} 不是服务器的地址 (http://host:port)</translation>
    </message>
    <message>
        <source>{0} is no address of a source of the kind {1}</source>
        <translation>{0} 不是类型为 {1} 的来源的地址</translation>
    </message>
    <message>
        <source>{0} is no address of an MPD</source>
        <translation>{0} 不是 MPD 的地址</translation>
    </message>
    <message>
        <source>{0} is no address of an MPD; give host, host:port, or the absolute path of its socket, and a password by --password-stdin</source>
        <translation>{0} 不是 MPD 的地址；请提供 host、host:port 或其套接字的绝对路径，并用 --password-stdin 提供密码</translation>
    </message>
    <message>
        <source>{0} is no day; days are {1} and daily</source>
        <translation>{0} 不是日期；可用 {1} 和 daily</translation>
    </message>
    <message>
        <source>{0} is no file; choose a file that was exported</source>
        <translation>{0} 不是文件；请选择导出的文件</translation>
    </message>
    <message>
        <source>{0} is no podcast feed but another kind of document, perhaps a web page; the address of the feed is often behind a link called RSS there</source>
        <translation>{0} 不是播客订阅源，而是另一种文档，也许是网页；订阅源的地址通常在网页上名为 RSS 的链接后面</translation>
    </message>
    <message>
        <source>{0} is no port</source>
        <translation>{0} 不是端口</translation>
    </message>
    <message>
        <source>{0} is no program; name it by its absolute path, its arguments apart from it, as no shell reads them</source>
        <translation>{0} 不是程序；请用绝对路径指定它，参数与它分开，因为没有 shell 读取它们</translation>
    </message>
    <message>
        <source>{0} is no regular file</source>
        <translation>{0} 不是普通文件</translation>
    </message>
    <message>
        <source>{0} is no schedule such as &quot;every 6h&quot;, &quot;daily 06:00, 18:30&quot; or &quot;never&quot;</source>
        <translation>{0} 不是“every 6h”、“daily 06:00, 18:30”或“never”这样的计划</translation>
    </message>
    <message>
        <source>{0} is no time of day such as 06:00</source>
        <translation>{0} 不是 06:00 这样的时刻</translation>
    </message>
    <message>
        <source>{0} is not a file; name the playlist file itself</source>
        <translation>{0} 不是文件；请指定播放列表文件本身</translation>
    </message>
    <message>
        <source>{0} is not a folder</source>
        <translation>{0} 不是文件夹</translation>
    </message>
    <message>
        <source>{0} is not a folder; create it first, then set it as the library</source>
        <translation>{0} 不是文件夹；请先创建它，再设为音乐库</translation>
    </message>
    <message>
        <source>{0} is not an address that can be asked</source>
        <translation>{0} 不是可以询问的地址</translation>
    </message>
    <message>
        <source>{0} is not an http or https address</source>
        <translation>{0} 不是 http 或 https 地址</translation>
    </message>
    <message>
        <source>{0} is not answered as a Subsonic server does; check that the source&apos;s address is the server&apos;s own, without the pages of its web interface</source>
        <translation>{0} 的应答不像 Subsonic 服务器；请检查来源的地址是否为服务器自身的地址，而不含其网页界面的页面</translation>
    </message>
    <message>
        <source>{0} is not audio: {1}</source>
        <translation>{0} 不是音频：{1}</translation>
    </message>
    <message>
        <source>{0} is not in the library any more. If you removed it, that is noted with the next sync; if not, look into the trash</source>
        <translation>{0} 已不在音乐库中。如果是您移除的，下次同步会记下；如果不是，请查看回收站</translation>
    </message>
    <message>
        <source>{0} is not read: it is a playlist within playlists, and those are followed {1} levels deep</source>
        <translation>没有读取 {0}：它是播放列表中的播放列表，只跟随 {1} 层</translation>
    </message>
    <message>
        <source>{0} is not read: the list names more than {1} playlists; subscribe to some of them on their own</source>
        <translation>没有读取 {0}：列表中的播放列表超过 {1} 个；请单独订阅其中一部分</translation>
    </message>
    <message>
        <source>{0} is not there</source>
        <translation>{0} 不在</translation>
    </message>
    <message>
        <source>{0} is not there ({1}); check the address</source>
        <translation>{0} 不在（{1}）；请检查地址</translation>
    </message>
    <message>
        <source>{0} is not there any more ({1}); it comes back when the catalogue names another address</source>
        <translation>{0} 已不在（{1}）；目录给出另一个地址时会恢复</translation>
    </message>
    <message>
        <source>{0} is not there: the computer that it is on is being woken</source>
        <translation>{0} 不在：正在唤醒它所在的计算机</translation>
    </message>
    <message>
        <source>{0} is not there; was it moved or renamed?</source>
        <translation>{0} 不在；它是否被移动或重命名？</translation>
    </message>
    <message>
        <source>{0} is nothing that is known</source>
        <translation>不认识 {0}</translation>
    </message>
    <message>
        <source>{0} is of the kind {1}, which this version does not know; install the plug-in that brought it</source>
        <translation>{0} 的类型是 {1}，此版本不认识；请安装提供它的插件</translation>
    </message>
    <message>
        <source>{0} is sent {1}-coded although that was not asked for</source>
        <translation>{0} 以 {1} 编码发来，尽管没有这样要求</translation>
    </message>
    <message>
        <source>{0} is there already</source>
        <translation>{0} 已经在那里</translation>
    </message>
    <message>
        <source>{0} is there, after {1} s; the sync begins</source>
        <translation>{0} 已出现，用时 {1} 秒；同步开始</translation>
    </message>
    <message>
        <source>{0} is what a source of the kind {1} reads from the web, and it changes there; give its web address instead</source>
        <translation>{0} 是类型为 {1} 的来源从网络读取的内容，并且会在那里变化；请改为提供其网址</translation>
    </message>
    <message>
        <source>{0} leads to {1}</source>
        <translation>{0} 指向 {1}</translation>
    </message>
    <message>
        <source>{0} lies outside of the library {1}, and files outside of it are left alone; move or copy them into it first</source>
        <translation>{0} 在音乐库 {1} 之外，不处理音乐库之外的文件；请先把它们移动或复制到其中</translation>
    </message>
    <message>
        <source>{0} lists more and more at {1} and comes to no end</source>
        <translation>{0} 在 {1} 不断列出更多内容，没有尽头</translation>
    </message>
    <message>
        <source>{0} lists more than {1} tracks. Split it into smaller playlists.</source>
        <translation>{0} 列出的曲目超过 {1} 首。请拆分成较小的播放列表。</translation>
    </message>
    <message>
        <source>{0} more could not be read</source>
        <translation>另有 {0} 个无法读取</translation>
    </message>
    <message>
        <source>{0} more do not answer</source>
        <translation>另有 {0} 个没有应答</translation>
    </message>
    <message>
        <source>{0} names no song of a Subsonic server; refresh the source</source>
        <translation>{0} 不是 Subsonic 服务器的歌曲；请刷新来源</translation>
    </message>
    <message>
        <source>{0} names no times of day, or more than {1}</source>
        <translation>{0} 没有时刻，或者超过 {1} 个</translation>
    </message>
    <message>
        <source>{0} needs a user name and a password, or an API key; give the source one of them</source>
        <translation>{0} 需要用户名和密码，或 API 密钥；请为来源提供其中一种</translation>
    </message>
    <message>
        <source>{0} nests its elements deeper than any playlist does. Save or download it again.</source>
        <translation>{0} 的元素嵌套比任何播放列表都深。请重新保存或下载。</translation>
    </message>
    <message>
        <source>{0} of an export variant takes text; {1} is not that</source>
        <translation>导出方案的 {0} 应为文本；{1} 不是</translation>
    </message>
    <message>
        <source>{0} of the export variant {1} is one of {2}; {3} is not</source>
        <translation>导出方案 {1} 的 {0} 应为 {2} 之一；{3} 不是</translation>
    </message>
    <message>
        <source>{0} of {1} items were put back; the others do not exist or have not failed (&quot;catalogsync-gui items --state failed&quot; lists those that have)</source>
        <translation>{1} 首中的 {0} 首已放回；其余的不存在或没有失败（“catalogsync-gui items --state failed”列出失败的）</translation>
    </message>
    <message>
        <source>{0} of {1} take connections</source>
        <translation>{1} 个中的 {0} 个接受连接</translation>
    </message>
    <message>
        <source>{0} playlists instead of {1}</source>
        <translation>{0} 个播放列表，而不是 {1} 个</translation>
    </message>
    <message>
        <source>{0} plays {1} s of the {2} s the catalogue promises</source>
        <translation>{0} 播放 {1} 秒，而目录说是 {2} 秒</translation>
    </message>
    <message>
        <source>{0} redirects more than {1} times</source>
        <translation>{0} 重定向超过 {1} 次</translation>
    </message>
    <message>
        <source>{0} redirects to {1}, and no password is sent to another server than the one it was given for; use that address for the source instead</source>
        <translation>{0} 重定向到 {1}，而密码只会发送给您为其提供密码的服务器；请改用那个地址作为来源</translation>
    </message>
    <message>
        <source>{0} refreshes in a row have failed, the last one so: {1}. {2}</source>
        <translation>已连续 {0} 次刷新失败，最后一次是：{1}。{2}</translation>
    </message>
    <message>
        <source>{0} refused the login although its code was confirmed</source>
        <translation>{0} 的代码已确认，但它拒绝了登录</translation>
    </message>
    <message>
        <source>{0} refuses the tracks of {1}, so the rest is not asked for. Check the source&apos;s user name, password and rights, then sync it again</source>
        <translation>{0} 拒绝了 {1} 的曲目，因此不再请求其余的。请检查来源的用户名、密码和权限，然后再次同步</translation>
    </message>
    <message>
        <source>{0} s long instead of {1} s</source>
        <translation>长 {0} 秒，而不是 {1} 秒</translation>
    </message>
    <message>
        <source>{0} sent {1} bytes of {2}</source>
        <translation>{0} 发送了 {2} 字节中的 {1} 字节</translation>
    </message>
    <message>
        <source>{0} sources are called {1}; name one by its id: {2}</source>
        <translation>有 {0} 个来源叫 {1}；请用 id 指定：{2}</translation>
    </message>
    <message>
        <source>{0} takes {1}; {2} is none</source>
        <translation>{0} 应为 {1}；{2} 不是</translation>
    </message>
    <message>
        <source>{0} takes {1}; {2} is not that</source>
        <translation>{0} 应为 {1}；{2} 不是</translation>
    </message>
    <message>
        <source>{0} took longer than {1} s</source>
        <translation>{0} 超过 {1} 秒</translation>
    </message>
    <message>
        <source>{0} tracks are on record for this library</source>
        <translation>此音乐库有 {0} 首曲目的记录</translation>
    </message>
    <message>
        <source>{0} tracks of it stay where they are</source>
        <translation>其中 {0} 首曲目留在原处</translation>
    </message>
    <message>
        <source>{0} tracks stay in the former library and on record: they are back when it is set again. The next sync fetches them for this one</source>
        <translation>{0} 首曲目留在原先的音乐库中并保有记录：再次设置那个音乐库时它们就会回来。下次同步会为这个音乐库获取它们</translation>
    </message>
    <message>
        <source>{0} wants a login: a user name with a password, an API key, or Quick Connect</source>
        <translation>{0} 要求登录：用户名和密码、API 密钥或快速连接</translation>
    </message>
    <message>
        <source>{0} wants a token (X-Plex-Token); remove the server and add it again with --token-stdin</source>
        <translation>{0} 需要令牌 (X-Plex-Token)；请移除该服务器并用 --token-stdin 重新添加</translation>
    </message>
    <message>
        <source>{0} would lie outside the library {1}; a link in it leads there</source>
        <translation>{0} 会在音乐库 {1} 之外；其中有一个链接指向那里</translation>
    </message>
    <message>
        <source>{0} {1}, and an API key belongs to none; name the one whose playlists are meant (--user); {2}</source>
        <translation>{0} {1}，而 API 密钥不属于任何用户；请指明要哪个用户的播放列表 (--user)；{2}</translation>
    </message>
    <message>
        <source>{0}, a link-local, multicast or unspecified address; those are never used</source>
        <translation>{0}，一个链路本地、多播或未指定的地址；从不使用这类地址</translation>
    </message>
    <message>
        <source>{0}, a private address, which a catalogue or a redirect may not point to; set the source&apos;s option allow_private=yes if it is meant</source>
        <translation>{0}，一个私有地址，目录或重定向不得指向它；如果确实需要，请把来源的选项设为 allow_private=yes</translation>
    </message>
    <message>
        <source>{0}, label empty or too long</source>
        <translation>{0}，标签为空或太长</translation>
    </message>
    <message>
        <source>{0}, not a playlist</source>
        <translation>{0}，不是播放列表</translation>
    </message>
    <message>
        <source>{0}, or &quot;{1}&quot; to go by the settings</source>
        <translation>{0}，或用“{1}”恢复按设置</translation>
    </message>
    <message>
        <source>{0}, where a cloud&apos;s metadata service is; that is never used</source>
        <translation>{0}，那里是云的元数据服务；从不使用</translation>
    </message>
    <message>
        <source>{0}, which is no numeric address</source>
        <translation>{0}，不是数字地址</translation>
    </message>
    <message>
        <source>{0}, {1} MB are kept free{2}</source>
        <translation>{0}，保留 {1} MB 空闲{2}</translation>
    </message>
    <message>
        <source>{0}. As long as it does not answer, {1}</source>
        <translation>{0}。只要它没有应答，{1}</translation>
    </message>
    <message>
        <source>{0}. Check the rights and the health of the library&apos;s volume.</source>
        <translation>{0}。请检查音乐库所在卷的权限和健康状况。</translation>
    </message>
    <message>
        <source>{0}. Connect or mount the library&apos;s volume again.</source>
        <translation>{0}。请重新连接或挂载音乐库所在的卷。</translation>
    </message>
    <message>
        <source>{0}. Look at what is there in the library.</source>
        <translation>{0}。请查看音乐库中的情况。</translation>
    </message>
    <message>
        <source>{0}. Make room on the library&apos;s volume.</source>
        <translation>{0}。请在音乐库所在的卷上腾出空间。</translation>
    </message>
    <message>
        <source>{0}: its address is none of the Internet Archive&apos;s</source>
        <translation>{0}：它的地址不属于 Internet Archive</translation>
    </message>
    <message>
        <source>{0}: there is no folder {1}</source>
        <translation>{0}：没有文件夹 {1}</translation>
    </message>
    <message>
        <source>{0}: {1} cannot be used</source>
        <translation>{0}：{1} 无法使用</translation>
    </message>
    <message>
        <source>{0}: {1}. Close other programs, or raise the limit of open files or of memory.</source>
        <translation>{0}：{1}。请关闭其他程序，或提高打开文件数或内存的上限。</translation>
    </message>
    <message>
        <source>{0}; Catalog Sync is paused</source>
        <translation>{0}；Catalog Sync 已暂停</translation>
    </message>
    <message>
        <source>{0}; it is asked again at the next sync</source>
        <translation>{0}；下次同步时会再次询问</translation>
    </message>
    <message>
        <source>{0}; its source is not synced by itself, as its schedule says or as it cannot be read</source>
        <translation>{0}；其来源不会自动同步，因为其计划如此，或因为它无法读取</translation>
    </message>
    <message>
        <source>{0}; no sync starts by itself (the setting refresh_hours says so)</source>
        <translation>{0}；不会自动开始同步（由设置 refresh_hours 决定）</translation>
    </message>
    <message>
        <source>{0}; no sync starts by itself, as Catalog Sync is not running</source>
        <translation>{0}；不会自动开始同步，因为 Catalog Sync 没有运行</translation>
    </message>
    <message>
        <source>{0}; none starts by itself on this metered network (the setting on_metered says so)</source>
        <translation>{0}；在此按流量计费的网络上不会自动开始同步（由设置 on_metered 决定）</translation>
    </message>
    <message>
        <source>{0}&lt;outline type=&quot;rss&quot; text={1} title={2} xmlUrl={3}/&gt;</source>
        <translation>{0}&lt;outline type=&quot;rss&quot; text={1} title={2} xmlUrl={3}/&gt;</translation>
    </message>
    <message>
        <source>{0}and {1}; install a version of {2} that works, or remove the source</source>
        <translation>{0}以及 {1}；请安装可用的 {2} 版本，或移除该来源</translation>
    </message>
    <message>
        <source>{0}which nothing here reads; install the plug-in that brings this kind or a newer Catalog Sync, or remove the source</source>
        <translation>{0}这里没有程序能读取；请安装提供此类型的插件或更新的 Catalog Sync，或移除该来源</translation>
    </message>
    <message>
        <source>{0}which the plug-in {1} read and does no more; install {2} where Catalog Sync is installed, or remove the source</source>
        <translation>{0}曾由插件 {1} 读取，现在不再读取；请在安装 Catalog Sync 的地方安装 {2}，或移除该来源</translation>
    </message>
    <message>
        <source>“{0}:” addresses cannot be downloaded, only http and https can</source>
        <translation>“{0}:”地址无法下载，只能下载 http 和 https</translation>
    </message>
    <message>
        <source>“{0}” at the Internet Archive holds no recordings; only what has audio files can be subscribed to</source>
        <translation>Internet Archive 上的“{0}”没有录音；只能订阅有音频文件的内容</translation>
    </message>
</context>
<context>
    <name>formats</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>1 day ago</source>
        <translation>1 天前</translation>
    </message>
    <message>
        <source>{count} days ago</source>
        <translation>{count} 天前</translation>
    </message>
    <message>
        <source>1 hour ago</source>
        <translation>1 小时前</translation>
    </message>
    <message>
        <source>{count} hours ago</source>
        <translation>{count} 小时前</translation>
    </message>
    <message>
        <source>1 minute ago</source>
        <translation>1 分钟前</translation>
    </message>
    <message>
        <source>{count} minutes ago</source>
        <translation>{count} 分钟前</translation>
    </message>
</context>
</TS>
